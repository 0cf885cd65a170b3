package sml.gateway.cache.semantic.guard;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
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
              + "|(?<sign>(?<!\\d)!=|\\S)");
  private static final Pattern CLOSING = Pattern.compile("[?!.…]+");
  private static final Pattern DASHES = Pattern.compile("[-–—*]+");
  private static final Pattern EMPHASIS =
      Pattern.compile("(?<![\\w*])(\\*{2,3})(?=\\S)([^*]+)(?<=\\S)\\1(?![\\w*])");

  /** Bits where bytes are usual, and the small where the large is. */
  private static final Pattern CASED_UNIT = Pattern.compile("[KMGT]b|[KMGT]Bps|mW");

  /** What is asked for is the same year in the other era. */
  private static final Pattern BETWEEN_ERAS =
      Pattern.compile("(?i)ตรงกับ|เท่ากับ|แปลง|เทียบ|คือปี|เป็นปี|\\bconvert|\\bequivalent");

  private static final Pattern ERA = Pattern.compile("(?:ปี\\s*)?([พค])\\.?\\s?ศ\\.?");
  private static final Pattern THOUSANDS =
      Pattern.compile("(?<![\\d.,(\\[{])\\d{1,3}(?:,\\d{3})+(?!\\d|,\\d)");
  private static final Pattern YEAR =
      Pattern.compile(
          "(?i)(?<buddhist>พ\\.?\\s?ศ\\.?|\\bB\\.?E\\.?)\\s*(?<be>\\d{4})"
              + "|(?<christian>ค\\.?\\s?ศ\\.?|\\bA\\.?D\\.?)\\s*(?<ce>\\d{4})"
              + "|ปี\\s*(?<thai>2[45]\\d\\d)(?!\\d)");
  private static final char JOINER = '\u200D';

  /** Behind it stand signs, and the halves of emoji. */
  private static final char LAST_LETTER = '\u2000';

  private static final int BUDDHIST_YEARS_AHEAD = 543;
  private static final String DIVIDING = ",.?!;:'\"()[]…·—_~";
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
      } else if (letter == '–' || letter == '−') {
        out.append('-');
      } else if (letter == '\u00A0') {
        out.append(' ');
      } else if (Character.getType(letter) != Character.FORMAT || joinsEmoji(plain, at)) {
        out.append(letter);
      }
    }
    return THOUSANDS
        .matcher(out.indexOf("`") < 0 ? EMPHASIS.matcher(out).replaceAll("$2") : out)
        .replaceAll(number -> number.group().replace(",", ""))
        .replace("เเ", "แ")
        .replace("ํา", "ำ");
  }

  private static boolean joinsEmoji(String text, int at) {
    return text.charAt(at) == JOINER && at > 0 && text.charAt(at - 1) > LAST_LETTER;
  }

  List<Token> tokens(String text) {
    var tokens = new ArrayList<Token>();
    var dated =
        BETWEEN_ERAS.matcher(text).find()
            ? ERA.matcher(text).replaceAll(" $1ศ ")
            : YEAR.matcher(text).replaceAll(Tokenizer::year);
    boolean shouts = dated.equals(dated.toUpperCase(Locale.ROOT));
    var signs = new CountedSigns(dated);
    int from = 0;
    for (var quote : Quote.allOf(dated, signs)) {
      split(dated, from, quote.from(), shouts, signs, tokens);
      quoted(dated, quote, shouts, tokens);
      from = quote.end();
    }
    split(dated, from, dated.length(), shouts, signs, tokens);
    return tokens;
  }

  private static String year(MatchResult found) {
    if (found.group("ce") != null) {
      return "ปี " + found.group("ce") + " ce ";
    }
    var buddhist = found.group("be") == null ? found.group("thai") : found.group("be");
    return "ปี " + (Integer.parseInt(buddhist) - BUDDHIST_YEARS_AHEAD) + " ce ";
  }

  private void split(
      String text, int from, int end, boolean shouts, CountedSigns signs, List<Token> into) {
    var parts = PART.matcher(text).region(from, end).useTransparentBounds(true);
    while (parts.find()) {
      var part = parts.group();
      if (parts.group("sign") == null) {
        boolean variable = signs.isVariable(parts.start());
        part(parts, false, variable, shouts, into);
      } else if (signs.count(parts.start())) {
        into.add(sign(part, false));
      } else if (standsAlone(text, parts.start())) {
        into.add(mark(part));
      } else if (part.equals(COMMA) || endsSentence(text, parts.start())) {
        into.add(new Token(COMMA, false));
      }
    }
  }

  private void quoted(String text, Quote quote, boolean shouts, List<Token> into) {
    int last = quote.end() - 1;
    var mark = mark(text.substring(quote.from(), quote.from() + 1));
    if (quote.counts()) {
      into.add(mark);
    }
    var parts = PART.matcher(text).region(quote.from() + 1, last).useTransparentBounds(true);
    while (parts.find()) {
      if (parts.group("sign") != null) {
        into.add(sign(parts.group(), true));
      } else if (quote.counts() && parts.group("thai") == null) {
        into.add(new Token(parts.group(), true));
      } else {
        part(parts, true, true, shouts, into);
      }
    }
    if (quote.counts()) {
      into.add(mark);
    }
  }

  private static Token sign(String sign, boolean quoted) {
    return DIVIDING.contains(sign) ? mark(sign) : new Token(sign, quoted);
  }

  /** A sign that would divide elsewhere. */
  private static Token mark(String sign) {
    return new Token("sign:" + sign, true);
  }

  private void part(
      Matcher parts, boolean quoted, boolean cases, boolean shouts, List<Token> into) {
    var part = parts.group();
    if (parts.group("thai") != null) {
      WordBreaks.of(part).forEach(word -> into.add(new Token(word, quoted)));
    } else if (isExact(parts, cases)) {
      into.add(new Token(part, true));
    } else if (parts.group("word") != null) {
      word(part, quoted, shouts, into);
    } else {
      into.add(new Token(part.toLowerCase(Locale.ROOT), quoted));
    }
  }

  /**
   * Whether it is another thing when written with a capital: an option, a unit, a variable.
   *
   * @param cases whether a single letter is
   */
  private static boolean isExact(MatchResult found, boolean cases) {
    var part = found.group();
    return found.group("option") != null
        || CASED_UNIT.matcher(part).matches()
        || cases && found.group("number") == null && part.length() == 1;
  }

  /** Whether a sign, or several together, is what is asked about and no punctuation. */
  private static boolean standsAlone(String text, int at) {
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
    boolean closes = end == text.length() && CLOSING.matcher(signs).matches();
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
