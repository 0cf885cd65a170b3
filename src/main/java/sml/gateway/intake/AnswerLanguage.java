package sml.gateway.intake;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Decides whether the answer has to be in Thai: a language that is asked for wins, else the
 * language of the instruction counts, not that of what is quoted or pasted.
 */
final class AnswerLanguage {
  private static final int EDGE = 240;
  private static final int SIDE = 24;
  private static final int QUESTION = 12;
  private static final Set<String> OPENERS =
      Set.of(
          ("what what's how why who when where which is are can could do does did should would will"
               + " please summarize summarise explain translate list give tell extract classify"
               + " write describe answer reply find identify convert fix correct label read return"
               + " rewrite from based according in the i i'm here here's this these make decide"
               + " determine detect pull my romanize transliterate romanise categorize categorise"
               + " analyze analyse rephrase paraphrase proofread define")
              .split(" "));

  private static final Set<String> JOINTS =
      Set.of(
          ("a an the is are was were be of in to for from with on at and or between does do did"
               + " mean means meaning say please this that it what how why when where who which can"
               + " could should i you my me we they your about")
              .split(" "));

  private AnswerLanguage() {}

  /** True when the answer has to be in Thai. */
  public static boolean isThai(String prompt) {
    int length = prompt.length();
    String head = prompt.substring(0, Math.min(length, EDGE)).toLowerCase(Locale.ROOT);
    String tail = prompt.substring(Math.max(0, length - EDGE)).toLowerCase(Locale.ROOT);
    LanguageInstruction languageInstruction = LanguageInstruction.of(tail);
    if (languageInstruction == LanguageInstruction.NONE && length > EDGE) {
      languageInstruction = LanguageInstruction.of(head);
    }
    return switch (languageInstruction) {
      case THAI -> true;
      case OTHER -> false;
      case NONE ->
          (hasThai(head) || hasThai(tail)) && (instructsInThai(head, tail) || mixed(head, tail));
    };
  }

  /** True when a Thai letter is in the text. */
  static boolean hasThai(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (PromptFeatures.isThai(text.charAt(at))) {
        return true;
      }
    }
    return false;
  }

  private static boolean instructsInThai(String head, String tail) {
    String last = tail.substring(tail.stripTrailing().lastIndexOf('\n') + 1);
    boolean opensInEnglish = opensInEnglish(head);
    int firstEnd = head.indexOf('\n');
    boolean separate = firstEnd >= 0 || tail.indexOf('\n') >= 0;
    boolean startsThai = mostlyThai(head, 0, 1);
    if (separate && opensInEnglish(last)) {
      return startsThai && asksInThai(head.substring(0, Math.max(0, firstEnd))) && !asks(last);
    }
    if (opensInEnglish && !startsThai) {
      return separate
          ? last.length() < 80 && mostlyThai(last, 0, 1) && asksInThai(last)
          : asksBehindCode(head, tail);
    }
    return startsThai || asksInThai(last) || mostlyThai(tail, tail.length() - 1, -1);
  }

  /** Thai with English terms in it: no English word joins them to a sentence. */
  private static boolean mixed(String head, String tail) {
    int end = head.indexOf('\n');
    String first = end < 0 ? head : head.substring(0, end);
    String last = tail.substring(tail.stripTrailing().lastIndexOf('\n') + 1);
    return hasThai(first)
        && !OPENERS.contains(firstWord(first))
        && !(end >= 0 && asks(last))
        && (asksInThai(first.substring(Math.max(0, first.length() - QUESTION)))
            || Arrays.stream(first.split("[^a-z']+")).noneMatch(JOINTS::contains));
  }

  private static boolean opensInEnglish(String text) {
    String start = text.stripLeading();
    String word = firstWord(start);
    return OPENERS.contains(word) || (!word.isEmpty() && latinWords(start) >= 3);
  }

  /** A line of code and a Thai question behind it. */
  private static boolean asksBehindCode(String head, String tail) {
    String end = tail.stripTrailing();
    return !OPENERS.contains(firstWord(head))
        && hasCodeMarks(head)
        && !end.isEmpty()
        && PromptFeatures.isThai(end.charAt(end.length() - 1))
        && asksInThai(end.substring(Math.max(0, end.length() - SIDE)));
  }

  /** An English request; pasted code is indented or has marks that sentences do not have. */
  private static boolean asks(String line) {
    return OPENERS.contains(firstWord(line)) && !hasCodeMarks(line);
  }

  private static boolean hasCodeMarks(String line) {
    return line.indexOf(';') >= 0 || line.indexOf('=') >= 0 || line.indexOf('(') >= 0;
  }

  private static String firstWord(String text) {
    int end = 0;
    while (end < text.length() && (isLatin(text.charAt(end)) || text.charAt(end) == '\'')) {
      end++;
    }
    return text.substring(0, end);
  }

  /** How many words of the text are Latin before its first Thai letter. */
  private static int latinWords(String text) {
    int words = 0;
    for (int at = 0; at < text.length() && !PromptFeatures.isThai(text.charAt(at)); at++) {
      if (text.charAt(at) == ' ') {
        words++;
      }
    }
    return words;
  }

  private static boolean asksInThai(String line) {
    return line.contains("หน่อย")
        || line.contains("ช่วย")
        || line.contains("อะไร")
        || line.contains("ไหม")
        || line.contains("มั้ย")
        || line.contains("ยังไง")
        || line.contains("อย่างไร")
        || line.contains("ทำไม")
        || line.contains("ทำไง")
        || line.contains("แก้ไง")
        || line.contains("ไงดี")
        || line.contains("สรุป")
        || line.contains("แปล")
        || line.contains("เป็น ")
        || line.contains("อธิบาย")
        || line.contains("เท่าไ");
  }

  /** The letters nearest to one side of a text are more Thai than Latin; quotes do not count. */
  private static boolean mostlyThai(String text, int from, int step) {
    int thai = 0;
    int latin = 0;
    boolean quoted = false;
    for (int at = from; at >= 0 && at < text.length() && thai + latin < SIDE; at += step) {
      char c = text.charAt(at);
      if (c == '"' || c == '“' || c == '”') {
        quoted = !quoted;
      } else if (!quoted) {
        thai += PromptFeatures.isThai(c) ? 1 : 0;
        latin += isLatin(c) ? 1 : 0;
      }
    }
    return thai > latin;
  }

  private static boolean isLatin(char c) {
    return c >= 'a' && c <= 'z';
  }
}
