package sml.gateway.cache.semantic.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Forms of a whole English question that ask for the same, each read as one of them. */
final class EnglishForms {
  private static final String FILE = "/semantic/english-forms.txt";
  private static final String READ_AS = " ==> ";

  /** Stands for a quoted word, whose place follows from a letter of private use. */
  private static final int FIRST_QUOTED = 0xE000;

  private static final String QUOTED = "[\\uE000-\\uE0FF]";
  private static final Pattern BASE = Pattern.compile("\\{base:(\\w+)ing}");
  private static final Pattern SHORT_WITHOUT_E = Pattern.compile("[^aeiou]*[aeiou][^aeiouwxy]");
  private static final Pattern DOUBLED = Pattern.compile("(.*)([bdgmnprt])\\2");
  private static final Pattern LONG_WITHOUT_E = Pattern.compile(".*(?:[^e]at|iz|v|c|dg|ang|u|rs)");

  private final List<Form> forms = new ArrayList<>();

  private record Form(Pattern pattern, String readAs) {}

  EnglishForms() {
    Map<String, String> names = new HashMap<>();
    for (var line : lines()) {
      int end = line.indexOf("] ");
      if (line.startsWith("[") && !line.contains(READ_AS)) {
        names.put(line.substring(0, end + 1), line.substring(end + 2));
      } else {
        var parts = line.split(READ_AS, 2);
        var pattern = parts[0].replace("§", QUOTED);
        for (var name : names.entrySet()) {
          pattern = pattern.replace(name.getKey(), name.getValue());
        }
        forms.add(new Form(Pattern.compile(pattern), parts[1]));
      }
    }
  }

  private static List<String> lines() {
    var in = EnglishForms.class.getResourceAsStream(FILE);
    if (in == null) {
      throw new IllegalStateException("the program was built without " + FILE);
    }
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  List<Token> read(List<Token> words) {
    var text = new StringBuilder();
    for (int at = 0; at < words.size(); at++) {
      text.append(at == 0 ? "" : " ");
      if (words.get(at).quoted()) {
        text.append((char) (FIRST_QUOTED + at));
      } else {
        text.append(words.get(at).text());
      }
    }
    var read = text.toString();
    for (var form : forms) {
      var found = form.pattern().matcher(read);
      if (found.matches()) {
        read =
            BASE.matcher(expanded(found, form.readAs()))
                .replaceAll(gerund -> base(gerund.group(1)));
      }
    }
    return read.contentEquals(text) ? words : tokens(read, words);
  }

  private static String expanded(Matcher found, String readAs) {
    var read = readAs;
    for (int group = found.groupCount(); group > 0; group--) {
      var part = found.group(group);
      read = read.replace("$" + group, part == null ? "" : part);
    }
    return read.strip();
  }

  private static List<Token> tokens(String text, List<Token> words) {
    var tokens = new ArrayList<Token>();
    for (var word : text.split(" +")) {
      int quoted = word.charAt(0) - FIRST_QUOTED;
      boolean kept = quoted >= 0 && quoted < words.size();
      tokens.add(kept ? words.get(quoted) : Token.of(word));
    }
    return tokens;
  }

  /** "Learn" of "learning": what is left of it, with its "e" or without its second consonant. */
  private static String base(String stem) {
    var doubled = DOUBLED.matcher(stem);
    if (doubled.matches()) {
      return doubled.group(1) + doubled.group(2);
    }
    boolean silent =
        SHORT_WITHOUT_E.matcher(stem).matches() || LONG_WITHOUT_E.matcher(stem).matches();
    return silent ? stem + "e" : stem;
  }
}
