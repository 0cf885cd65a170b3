package sml.gateway.dashboard;

import static java.util.Comparator.comparingInt;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What the gateway writes in English into events, logs and traces, in the language of a visitor:
 * each text {@code said.*} in English is such a sentence, and its translation takes over what
 * stands in the places of its parameters. {@code quota.of.*} are what such a place may hold. A
 * sentence without a translation stays as it is.
 */
@Component("gatewaySentences")
final class GatewaySentences {
  private static final List<String> FAMILIES = List.of("said.", "quota.of.");
  private static final String WRITTEN_IN = "en";
  private static final Pattern PARAMETER = Pattern.compile("\\{\\d}");
  private static final String JOINED = "; ";

  // what stands in a place does not reach into the next of several joined sentences
  private static final String PLACE = "((?:(?!" + JOINED + ").)+?)";

  private final PageTexts texts;
  private final List<Known> known;

  private record Known(String key, Pattern form) {}

  GatewaySentences(PageTexts texts) {
    this.texts = texts;
    known =
        texts.all(WRITTEN_IN).entrySet().stream()
            .filter(text -> FAMILIES.stream().anyMatch(text.getKey()::startsWith))
            // the one with the most words of its own is meant
            .sorted(
                comparingInt(text -> -PARAMETER.matcher(text.getValue()).replaceAll("").length()))
            .map(text -> new Known(text.getKey(), form(text.getValue())))
            .toList();
  }

  private static Pattern form(String text) {
    String form =
        Stream.of(PARAMETER.split(text, -1)).map(Pattern::quote).collect(Collectors.joining(PLACE));
    return Pattern.compile(form, Pattern.DOTALL);
  }

  /** The sentence in {@code language}; several that are joined are translated one by one. */
  String in(String language, String sentence) {
    if (language.equals(WRITTEN_IN)) {
      return sentence;
    }
    for (Known one : known) {
      Matcher match = one.form().matcher(sentence);
      if (match.matches()) {
        Object[] parameters = new Object[match.groupCount()];
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] = in(language, match.group(i + 1));
        }
        return texts.text(language, one.key(), parameters);
      }
    }
    return sentence.contains(JOINED)
        ? Stream.of(sentence.split(JOINED))
            .map(part -> in(language, part))
            .collect(Collectors.joining(JOINED))
        : sentence;
  }
}
