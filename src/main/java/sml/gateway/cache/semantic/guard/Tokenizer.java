package sml.gateway.cache.semantic.guard;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Splits a text into words, numbers and signs. Signs that only divide are left out; those that can
 * change what is asked stay.
 */
final class Tokenizer {

  /** Stays until phrases at the front of a sentence are found. */
  static final String COMMA = ",";

  private static final Pattern PART =
      Pattern.compile(
          "(?<thai>[\\u0E00-\\u0E7F]+)"
              + "|(?<number>\\d+(?:[.,:/]\\d+)*)"
              + "|(?<option>(?<!\\S)--?[a-zA-Z][a-zA-Z\\d-]*)"
              + "|(?<word>(?<![\\p{L}\\d])(?:\\.|__?)?[a-zA-Z]+(?:'[a-zA-Z]+)*(?:\\+\\+|#)?)"
              + "|(?<rest>\\p{L}[\\p{L}\\p{M}]*)"
              + "|(?<sign>\\S)");
  private static final Pattern CLOSING = Pattern.compile("[?!.…]+");
  private static final Pattern DASHES = Pattern.compile("[-–—*]+");
  private static final Pattern EMPHASIS =
      Pattern.compile("(?<![\\w*])(\\*{1,3})(?=\\S)([^*]+)(?<=\\S)\\1(?![\\w*])");

  /** Bits where bytes are usual, and the small where the large is. */
  private static final Pattern CASED_UNIT = Pattern.compile("[KMGT]b|[KMGT]Bps|mW");

  /** What is asked for is the same year in the other era. */
  private static final Pattern BETWEEN_ERAS =
      Pattern.compile("(?i)ตรงกับ|เท่ากับ|แปลง|เทียบ|คือปี|เป็นปี|\\bconvert|\\bequivalent");

  private static final Pattern ERA = Pattern.compile("(?:ปี\\s*)?([พค])\\.?\\s?ศ\\.?");
  private static final Pattern QUOTES = Pattern.compile("\"([^\"]*)\"|`([^`]*)`");
  private static final Pattern YEAR =
      Pattern.compile(
          "(?i)(?<buddhist>พ\\.?\\s?ศ\\.?|\\bB\\.?E\\.?)\\s*(?<be>\\d{4})"
              + "|(?<christian>ค\\.?\\s?ศ\\.?|\\bA\\.?D\\.?)\\s*(?<ce>\\d{4})"
              + "|ปี\\s*(?<thai>2[45]\\d\\d)(?!\\d)");
  private static final int BUDDHIST_YEARS_AHEAD = 543;
  private static final String DIVIDING = ".?!;:'\"()[]…·–—_~";
  private static final Set<String> ASKING =
      Set.of("what", "how", "who", "where", "when", "why", "that", "it", "there", "he", "she");

  private final Set<String> cased;

  /** Splits with regard to words that are another thing with a capital. */
  Tokenizer(Set<String> cased) {
    this.cased = cased;
  }

  /** One spelling of what looks alike. NFKC would take Thai letters apart. */
  static String plain(String text) {
    var plain = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    var out = new StringBuilder(plain.length());
    for (int at = 0; at < plain.length(); at++) {
      char letter = plain.charAt(at);
      if (letter >= '๐' && letter <= '๙') {
        out.append((char) ('0' + letter - '๐'));
      } else if (letter == '’' || letter == '‘') {
        out.append('\'');
      } else if (letter == '“' || letter == '”') {
        out.append('"');
      } else if (letter == '\u00A0') {
        out.append(' ');
      } else if (Character.getType(letter) != Character.FORMAT) {
        out.append(letter);
      }
    }
    return EMPHASIS
        .matcher(out)
        .replaceAll("$2")
        .replace("เเ", "แ")
        .replace("ํา", "ำ")
        .replaceAll("(?<=\\d),(?=\\d{3})", "");
  }

  List<Token> tokens(String text) {
    var tokens = new ArrayList<Token>();
    var dated =
        BETWEEN_ERAS.matcher(text).find()
            ? ERA.matcher(text).replaceAll(" $1ศ ")
            : YEAR.matcher(text).replaceAll(Tokenizer::year);
    boolean shouts = dated.equals(dated.toUpperCase(Locale.ROOT));
    var quotes = QUOTES.matcher(dated);
    int from = 0;
    while (quotes.find()) {
      split(dated.substring(from, quotes.start()), false, shouts, tokens);
      split(quotes.group(1) == null ? quotes.group(2) : quotes.group(1), true, shouts, tokens);
      from = quotes.end();
    }
    split(dated.substring(from), false, shouts, tokens);
    return tokens;
  }

  private static String year(MatchResult found) {
    if (found.group("ce") != null) {
      return "ปี " + found.group("ce") + " ce ";
    }
    var buddhist = found.group("be") == null ? found.group("thai") : found.group("be");
    return "ปี " + (Integer.parseInt(buddhist) - BUDDHIST_YEARS_AHEAD) + " ce ";
  }

  private void split(String text, boolean quoted, boolean shouts, List<Token> into) {
    var parts = PART.matcher(text);
    while (parts.find()) {
      var part = parts.group();
      if (parts.group("thai") != null) {
        WordBreaks.of(part).forEach(word -> into.add(new Token(word, quoted)));
      } else if (isExact(text, parts, quoted)) {
        into.add(new Token(part, true));
      } else if (parts.group("word") != null) {
        word(part, quoted, shouts, into);
      } else if (parts.group("sign") == null) {
        into.add(new Token(part.toLowerCase(Locale.ROOT), quoted));
      } else if (!counts(text, parts.start()) && standsAlone(text, parts.start(), quoted)) {
        into.add(new Token("sign:" + part, true));
      } else if (endsSentence(text, parts.start())) {
        into.add(new Token(COMMA, quoted));
      } else if (counts(text, parts.start())) {
        into.add(new Token(part, quoted));
      }
    }
  }

  /** Written with a capital it is another thing: an option, a unit, a quoted letter. */
  private static boolean isExact(String text, MatchResult found, boolean quoted) {
    var part = found.group();
    if (found.group("option") != null || CASED_UNIT.matcher(part).matches()) {
      return true;
    }
    boolean letter = found.group("word") != null && part.length() == 1;
    boolean enclosed =
        found.start() > 0
            && text.charAt(found.start() - 1) == '\''
            && found.end() < text.length()
            && text.charAt(found.end()) == '\'';
    return letter && (quoted || enclosed);
  }

  /** Whether a sign, or several together, is what is asked about and no punctuation. */
  private static boolean standsAlone(String text, int at, boolean quoted) {
    int from = at;
    while (from > 0 && isSign(text.charAt(from - 1))) {
      from--;
    }
    int end = at;
    while (end < text.length() && isSign(text.charAt(end))) {
      end++;
    }
    boolean apart =
        (from == 0 || Character.isWhitespace(text.charAt(from - 1)))
            && (end == text.length() || Character.isWhitespace(text.charAt(end)));
    var signs = text.substring(from, end);
    boolean closes = end == text.length() && !quoted && CLOSING.matcher(signs).matches();
    return apart && !closes && !DASHES.matcher(signs).matches();
  }

  private static boolean isSign(char letter) {
    return !Character.isLetterOrDigit(letter) && !Character.isWhitespace(letter);
  }

  /** Between two sentences, which divides as a comma does. */
  private static boolean endsSentence(String text, int at) {
    boolean divides = ".!?;:".indexOf(text.charAt(at)) >= 0;
    boolean spaced = at + 2 < text.length() && Character.isWhitespace(text.charAt(at + 1));
    return divides && spaced && at > 1 && Character.isLetter(text.charAt(at - 2));
  }

  /** A sign that may only divide counts where it stands as in a formula or in code. */
  private static boolean counts(String text, int at) {
    char before = at == 0 ? ' ' : text.charAt(at - 1);
    char after = at + 1 == text.length() ? ' ' : text.charAt(at + 1);
    return switch (text.charAt(at)) {
      case '-' -> text.substring(at + 1).stripLeading().matches("(?s)\\d.*");
      case '!' -> after == '=' || Character.isLetterOrDigit(after);
      case '[' -> Character.isLetterOrDigit(before);
      case ':' -> "[:]".indexOf(before) >= 0 || "[:]".indexOf(after) >= 0;
      case '(', ')' -> isOfFormula(before) || isOfFormula(after);
      default -> DIVIDING.indexOf(text.charAt(at)) < 0;
    };
  }

  private static boolean isOfFormula(char neighbour) {
    return Character.isDigit(neighbour) || "+-*/^=".indexOf(neighbour) >= 0;
  }

  private void word(String part, boolean quoted, boolean shouts, List<Token> into) {
    var word = part.toLowerCase(Locale.ROOT);
    boolean capital = Character.isUpperCase(part.charAt(0)) && !into.isEmpty() && !shouts;
    boolean allCapitals =
        !shouts && part.length() > 1 && part.equals(part.toUpperCase(Locale.ROOT));
    if (cased.contains(word) && (capital || allCapitals)) {
      into.add(new Token(allCapitals ? part : capitalized(word), true));
      return;
    }
    if (allCapitals && part.endsWith("S")) {
      // no plural
      into.add(new Token(word, true));
      return;
    }
    int mark = word.indexOf('\'');
    if (mark < 0) {
      into.add(new Token(word, quoted));
    } else {
      for (var token : unfolded(word, mark)) {
        into.add(new Token(token, quoted));
      }
    }
  }

  private static String capitalized(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** The words of a short form. */
  private static List<String> unfolded(String word, int mark) {
    var stem = word.substring(0, mark);
    return switch (word.substring(mark)) {
      case "'t" -> List.of(negated(stem), "not");
      case "'m" -> List.of(stem, "am");
      case "'re" -> List.of(stem, "are");
      case "'ve" -> List.of(stem, "have");
      case "'ll" -> List.of(stem, "will");
      case "'d" -> List.of(stem, "would");
      case "'s" -> ASKING.contains(stem) ? List.of(stem, "is") : List.of(stem, "'s");
      default -> List.of(word.replace("'", ""));
    };
  }

  private static String negated(String stem) {
    return switch (stem) {
      case "can" -> "can";
      case "won" -> "will";
      case "shan" -> "shall";
      default -> stem.endsWith("n") ? stem.substring(0, stem.length() - 1) : stem;
    };
  }
}
