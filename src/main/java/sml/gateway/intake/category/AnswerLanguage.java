package sml.gateway.intake.category;

import java.util.Locale;
import java.util.Set;

/**
 * Tells whether the answer has to be in Thai: a language that is asked for wins, else the language
 * of the instruction counts, not that of what is quoted or pasted.
 */
public final class AnswerLanguage {
  private static final int EDGE = 240;
  private static final int SIDE = 24;
  private static final Set<String> OPENERS =
      Set.of(
          ("what what's how why who when where which is are can could do does did should would will"
                  + " please summarize summarise explain translate list give tell extract classify"
                  + " write describe answer reply find identify convert fix correct label read"
                  + " return rewrite from based according in the i i'm here here's this these make"
                  + " decide determine detect pull my romanize")
              .split(" "));

  private AnswerLanguage() {}

  /** True when the answer has to be in Thai. */
  public static boolean isThai(String prompt) {
    int length = prompt.length();
    String head = prompt.substring(0, Math.min(length, EDGE)).toLowerCase(Locale.ROOT);
    String tail = prompt.substring(Math.max(0, length - EDGE)).toLowerCase(Locale.ROOT);
    Demand demand = Demand.of(tail);
    if (demand == Demand.NONE && length > EDGE) {
      demand = Demand.of(head);
    }
    return switch (demand) {
      case THAI -> true;
      case OTHER -> false;
      case NONE -> (hasThai(head) || hasThai(tail)) && instructsInThai(head, tail);
    };
  }

  /** True when a Thai letter is in the text. */
  static boolean hasThai(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Features.isThai(text.charAt(at))) {
        return true;
      }
    }
    return false;
  }

  private static boolean instructsInThai(String head, String tail) {
    String last = tail.substring(tail.stripTrailing().lastIndexOf('\n') + 1);
    boolean opensInEnglish = opensInEnglish(head);
    boolean separate = head.indexOf('\n') >= 0 || tail.indexOf('\n') >= 0;
    if (separate && opensInEnglish(last)) {
      return false;
    }
    boolean startsThai = mostlyThai(head, 0, 1);
    if (opensInEnglish && !startsThai) {
      return separate && last.length() < 80 && mostlyThai(last, 0, 1) && asksInThai(last);
    }
    return startsThai || asksInThai(last) || mostlyThai(tail, tail.length() - 1, -1);
  }

  private static boolean opensInEnglish(String text) {
    String start = text.stripLeading();
    int end = 0;
    while (end < start.length() && (isLatin(start.charAt(end)) || start.charAt(end) == '\'')) {
      end++;
    }
    return OPENERS.contains(start.substring(0, end)) || (end > 0 && latinWords(start) >= 3);
  }

  /** How many words of the text are Latin before its first Thai letter. */
  private static int latinWords(String text) {
    int words = 0;
    for (int at = 0; at < text.length() && !Features.isThai(text.charAt(at)); at++) {
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
        thai += Features.isThai(c) ? 1 : 0;
        latin += isLatin(c) ? 1 : 0;
      }
    }
    return thai > latin;
  }

  private static boolean isLatin(char c) {
    return c >= 'a' && c <= 'z';
  }
}
