package sml.gateway.school.grading;

import java.text.Normalizer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Text as graders compare it. Changes the form of writing, never the content; compatibility forms
 * (NFKC) are not used, they break the Thai vowel SARA AM.
 */
public final class PlainText {
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2064\\uFEFF\\u00AD]");
  private static final Pattern DIGIT_GROUP =
      Pattern.compile("(?<=\\d)[\\u00A0\\u202F\\u2009](?=\\d{3}(?!\\d))");
  private static final Pattern SPACE = Pattern.compile("[\\p{Zs}\\t]");
  // vowels and tone marks in the order they are typed by mistake
  private static final Pattern SPLIT_AM =
      Pattern.compile("\\u0E4D([\\u0E48-\\u0E4B]?)\\u0E32|([\\u0E48-\\u0E4B])\\u0E4D\\u0E32");
  private static final Pattern TONE_FIRST =
      Pattern.compile("([\\u0E48-\\u0E4B])([\\u0E34-\\u0E37\\u0E31])");
  private static final Pattern BOLD =
      Pattern.compile("\\*\\*(.+?)\\*\\*|__(.+?)__|<(?:b|strong)>(.+?)</(?:b|strong)>");
  private static final Pattern BOX = Pattern.compile("\\\\f?box(?:ed)?\\s*\\{");
  private static final Pattern STRUCK = Pattern.compile("~~.*?~~");
  private static final Pattern FENCE = Pattern.compile("(?m)^\\s*(?:```|~~~)[^\\n`]*$");
  private static final Pattern TAG =
      Pattern.compile(
          "(?i)</?(?:answer|final|final_answer|result|output|response|b|i|u|em|strong|p|br|code|pre)\\s*/?>");
  private static final Pattern LATEX_TEXT =
      Pattern.compile(
          "\\\\(?:boxed|fbox|text|textbf|mathrm|mathbf|textit|operatorname)\\s*\\{([^{}]*)}");
  private static final Pattern LATEX_SPACE = Pattern.compile("\\\\[,;:! ]");
  private static final Pattern LATEX_FENCE = Pattern.compile("\\\\[()\\[\\]]|\\$\\$");
  private static final Pattern LATEX_INLINE = Pattern.compile("\\$([^$\\n]+)\\$");
  private static final Pattern EMPHASIS =
      Pattern.compile("(?<![\\w*])\\*(\\S(?:[^*\\n]*\\S)?)\\*(?![\\w*])");
  private static final Pattern UNDERLINED =
      Pattern.compile("(?<![\\w_])_(\\S(?:[^_\\n]*\\S)?)_(?![\\w_])");
  private static final Pattern LINE_MARK =
      Pattern.compile("(?m)^[ ]*(?:#{1,6}[ ]+|>[ ]?|[-*+•●▪][ ]+){1,6}");

  private PlainText() {}

  /**
   * The same characters without what cannot be seen: no invisible ones, one kind of space and of
   * line end, accents composed, Thai marks in the order of typing.
   */
  public static String visible(String raw) {
    String seen = INVISIBLE.matcher(raw).replaceAll("").replace("\r\n", "\n").replace('\r', '\n');
    String spaced = SPACE.matcher(seen).replaceAll(" ");
    String composed = Normalizer.normalize(spaced, Normalizer.Form.NFC).replace("เเ", "แ");
    String am = SPLIT_AM.matcher(composed).replaceAll(PlainText::saraAm);
    return TONE_FIRST.matcher(am).replaceAll("$2$1");
  }

  /**
   * As {@link #visible}, and one way to write each character: ASCII digits for those of any script,
   * plain quotes and dashes, half-width letters.
   */
  public static String characters(String raw) {
    String visible = visible(DIGIT_GROUP.matcher(raw).replaceAll(""));
    var plain = new StringBuilder(visible.length());
    visible.codePoints().forEach(point -> plain.appendCodePoint(plain(point)));
    return plain.toString();
  }

  private static String saraAm(MatchResult split) {
    String tone = split.group(1) == null ? split.group(2) : split.group(1);
    return tone + "ำ";
  }

  private static int plain(int point) {
    if (Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER) {
      return '0' + Character.digit(point, 10);
    }
    if (point >= 0xFF01 && point <= 0xFF5E) {
      return point - 0xFEE0;
    }
    return switch (point) {
      case '“', '”', '„', '«', '»', '「', '」', '『', '』' -> '"';
      case '‘', '’', '‚', '´', '‹', '›' -> '\'';
      case '‐', '‑', '‒', '–', '—', '―', '−', '﹣' -> '-';
      case '。' -> '.';
      case '、', '،' -> ',';
      case '∶' -> ':';
      default -> point;
    };
  }

  /** The words without Markdown, LaTeX and tags around them. Struck-out text is removed. */
  public static String unmarked(String text) {
    String words = STRUCK.matcher(text).replaceAll("");
    words = FENCE.matcher(words).replaceAll("");
    words = TAG.matcher(words).replaceAll("");
    words = words.replace("\\$", "$").replace("\\%", "%").replace("{,}", ",");
    words = LATEX_SPACE.matcher(words).replaceAll("");
    words = LATEX_FENCE.matcher(words).replaceAll("");
    words = LATEX_INLINE.matcher(words).replaceAll("$1");
    for (String before = ""; !before.equals(words); ) {
      before = words;
      words = LATEX_TEXT.matcher(words).replaceAll("$1");
    }
    words = words.replace("**", "").replace("__", "").replace("`", "");
    words = EMPHASIS.matcher(words).replaceAll("$1");
    words = UNDERLINED.matcher(words).replaceAll("$1");
    return LINE_MARK.matcher(words).replaceAll("").strip();
  }

  /** The share of Thai letters among all letters, 0 to 1; 0 without letters. */
  public static double thaiShare(String text) {
    long letters = text.codePoints().filter(Character::isLetter).count();
    long thai = text.codePoints().filter(Character::isLetter).filter(PlainText::isThai).count();
    return letters == 0 ? 0 : (double) thai / letters;
  }

  private static boolean isThai(int point) {
    return Character.UnicodeScript.of(point) == Character.UnicodeScript.THAI;
  }

  /** What stands in bold, in its order, unmarked. */
  static List<String> bold(String text) {
    return BOLD.matcher(STRUCK.matcher(text).replaceAll(""))
        .results()
        .flatMap(hit -> Stream.of(hit.group(1), hit.group(2), hit.group(3)))
        .filter(Objects::nonNull)
        .map(PlainText::unmarked)
        .toList();
  }

  /** What stands in the last LaTeX box, unmarked. */
  static Optional<String> lastBox(String text) {
    int inside = -1;
    Matcher box = BOX.matcher(text);
    while (box.find()) {
      inside = box.end();
    }
    return inside < 0
        ? Optional.empty()
        : Optional.of(unmarked(text.substring(inside, closing(text, inside))));
  }

  private static int closing(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return text.length();
  }
}
