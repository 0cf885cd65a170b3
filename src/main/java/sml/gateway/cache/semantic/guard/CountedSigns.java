package sml.gateway.cache.semantic.guard;

import java.util.regex.Pattern;

/**
 * Which signs of a text can change what is asked, as in a formula or in code; the others only
 * divide it. In doubt a sign counts.
 */
final class CountedSigns {
  private static final String ENDING = "?!.…";
  private static final String CLOSING = ")]}\"'`";
  private static final String DIVIDING = ",;:";
  private static final char OUTSIDE = ' ';

  /** Signs that are units, not operators. */
  private static final String UNITS = "°%$€£¥¢฿";

  /** Units that are others when written small. */
  private static final String CASED_UNITS = "mMgGbB";

  /** Signs are what such a question is about. */
  private static final Pattern ABOUT_SIGNS =
      Pattern.compile(
          "(?i)\\b(?:gramma\\w+|punctuat\\w+|proofread\\w*|corrects?|corrected|correctly|commas?"
              + "|apostrophes?|hyphen\\w*|colons?|semicolons?)\\b|ไวยากรณ์|วรรคตอน|จุลภาค|พิสูจน์อักษร|คำผิด");

  private final String text;
  private final boolean aboutSigns;

  CountedSigns(String text) {
    this.text = text;
    this.aboutSigns = ABOUT_SIGNS.matcher(text).find();
  }

  /** Whether the sign at a place counts. */
  boolean count(int at) {
    if (aboutSigns && firstAfter(endOfRun(at, ENDING + DIVIDING)) < text.length()) {
      return true;
    }
    return switch (text.charAt(at)) {
      case ',', '—' -> isBetweenValues(at, at + 1);
      case ':', ';' -> !followsWord(at) || isBetweenValues(at, at + 1);
      case '?' -> asksInCode(at);
      case '!' -> isFactorialOrNot(at);
      case '.', '…' -> isDotOfCode(at);
      case '\'' -> !isApostrophe(at);
      case '-' -> isMinus(at);
      case '~' -> !isThai(at(at - 1)) && !(isWord(at - 1) && !isSingle(at - 1) && ends(at + 1));
      default -> true;
    };
  }

  /** Whether a single letter stands in a formula, where its capital makes it another. */
  boolean isVariable(int at) {
    int before = lastBefore(at);
    int after = firstAfter(at + 1);
    boolean unit = isDigit(before) && CASED_UNITS.indexOf(at(at)) >= 0;
    return unit || isOfFormula(before) || isOfFormula(after);
  }

  private boolean isOfFormula(int place) {
    return isSign(at(place)) && UNITS.indexOf(at(place)) < 0 && count(place);
  }

  /** Whether one of these signs stands next to a part, but for spaces. */
  boolean isBeside(int from, int end, String signs) {
    return signs.indexOf(at(lastBefore(from))) >= 0 || signs.indexOf(at(firstAfter(end))) >= 0;
  }

  private char at(int place) {
    return place < 0 || place >= text.length() ? OUTSIDE : text.charAt(place);
  }

  private int lastBefore(int place) {
    int at = place - 1;
    while (at >= 0 && Character.isWhitespace(text.charAt(at))) {
      at--;
    }
    return at;
  }

  private int firstAfter(int end) {
    int at = end;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isThai(char letter) {
    return letter >= '\u0E00' && letter <= '\u0E7F' && letter != '฿';
  }

  private static boolean isSign(char letter) {
    return !Character.isLetterOrDigit(letter) && !Character.isWhitespace(letter) && !isThai(letter);
  }

  /** A sign that no sentence ends or divides with. */
  private static boolean isOfCode(char letter) {
    return isSign(letter) && (ENDING + CLOSING + DIVIDING).indexOf(letter) < 0;
  }

  private boolean isWord(int place) {
    return Character.isLetterOrDigit(at(place)) || isThai(at(place));
  }

  private boolean isPlain(int place) {
    return at(place) < 128 && Character.isLetterOrDigit(at(place));
  }

  private boolean isDigit(int place) {
    return Character.isDigit(at(place));
  }

  /** Whether a letter stands alone, as a variable does. */
  private boolean isSingle(int place) {
    return Character.isLetter(at(place))
        && at(place) < 128
        && !Character.isLetter(at(place - 1))
        && !Character.isLetter(at(place + 1));
  }

  private boolean isValue(int place) {
    return isDigit(place) || isSingle(place) || isSign(at(place));
  }

  private boolean isBetweenValues(int from, int end) {
    return isValue(lastBefore(from)) && isValue(firstAfter(end));
  }

  /** Whether the text, or a word of it, is over at a place. */
  private boolean ends(int place) {
    return Character.isWhitespace(at(place)) || ENDING.indexOf(at(place)) >= 0;
  }

  private boolean followsWord(int at) {
    char before = at(at - 1);
    boolean thai = isThai(before) && isThai(at(at + 1));
    return !Character.isWhitespace(before)
        && (isWord(at - 1) || CLOSING.indexOf(before) >= 0 || ENDING.indexOf(before) >= 0)
        && (thai || Character.isWhitespace(at(at + 1)));
  }

  private int startOfRun(int at, String signs) {
    int from = at;
    while (from > 0 && signs.indexOf(text.charAt(from - 1)) >= 0) {
      from--;
    }
    return from;
  }

  private int endOfRun(int at, String signs) {
    int end = at + 1;
    while (end < text.length() && signs.indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  private boolean asksInCode(int at) {
    int before = startOfRun(at, ENDING) - 1;
    int after = endOfRun(at, ENDING);
    int next = firstAfter(after);
    boolean joined = isPlain(after) || isOfCode(at(after));
    boolean within = next < text.length() && Character.isWhitespace(at(after));
    boolean behindCode = isOfCode(at(before)) || isDigit(before) || isSingle(before);
    return joined
        || within && isSign(at(before)) && CLOSING.indexOf(at(before)) < 0
        || within && (behindCode || goesOn(before, after));
  }

  /** Whether the sentence of a plain word goes on, with a small letter or in Thai. */
  private boolean goesOn(int before, int end) {
    char next = at(firstAfter(end));
    return isPlain(before) && (isThai(next) || next < 128 && Character.isLowerCase(next));
  }

  private boolean isFactorialOrNot(int at) {
    int before = startOfRun(at, "!") - 1;
    int after = endOfRun(at, ENDING);
    boolean factorial = isDigit(before) || isSingle(before) || ")]}".indexOf(at(before)) >= 0;
    boolean first = text.substring(0, at).strip().indexOf(' ') < 0;
    boolean named = goesOn(before, after) && (!first || isThai(at(firstAfter(after))));
    return factorial
        || named
        || isPlain(after)
        || isOfCode(at(after))
        || "([{".indexOf(at(after)) >= 0;
  }

  private boolean isDotOfCode(int at) {
    int from = startOfRun(at, ENDING);
    int end = endOfRun(at, ENDING);
    char after = at(end);
    if (Character.isDigit(at(from - 1))) {
      return isPlain(end) || isOfCode(after) || end > from + 1 && goesOn(from - 1, end);
    }
    if (isWord(from - 1)) {
      boolean abbreviates = at(end + 1) == '.' || at(from - 2) == '.';
      boolean joins = end == from + 1 && isPlain(end) && !Character.isDigit(after);
      boolean member = joins && (isSingle(from - 1) || isSingle(end)) && !abbreviates;
      return isOfCode(after) || member || end > from + 1 && goesOn(from - 1, end);
    }
    boolean closes = CLOSING.indexOf(after) >= 0 && isSign(at(from - 1));
    return !Character.isWhitespace(after) && !closes;
  }

  /** Of a short form, an owner or a decade. */
  private boolean isApostrophe(int at) {
    char before = at(at - 1);
    char after = at(at + 1);
    boolean inside = Character.isLetter(before) && Character.isLetter(after);
    boolean decade = Character.isDigit(before) && after == 's' && !Character.isLetter(at(at + 2));
    boolean owners = before == 's' && !isSingle(at - 1) && ends(at + 1);
    return inside || decade || owners;
  }

  private boolean isMinus(int at) {
    int before = startOfRun(at, "-") - 1;
    int after = endOfRun(at, "-");
    if (isDigit(firstAfter(at + 1))) {
      return true;
    }
    if (isWord(before) && isWord(after)) {
      return isSingle(after) && (isSingle(before) || isDigit(before));
    }
    boolean spaced = Character.isWhitespace(at(before)) && Character.isWhitespace(at(after));
    return spaced || !isThai(at(before)) && !isThai(at(after));
  }
}
