package sml.gateway.school.grading;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads times of the Thai six-hour clock: สองทุ่มครึ่ง, บ่าย 3 โมง, ห้าโมงเย็น, ห้าโมงครึ่งตอนเย็น,
 * ตีสี่, เที่ยงคืน.
 */
final class ThaiHours {
  private static final String COUNT =
      "(?:\\d{1,2}|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบเอ็ด|สิบ)";
  private static final String TEN = "(?:สิบ|ยี่สิบ|เอ็ด)";
  private static final Pattern TIME =
      Pattern.compile(
          "(?:(?<night>"
              + COUNT
              + ")?\\s*ทุ่ม(?<one>หนึ่ง)?"
              + "|บ่าย\\s*(?<noon>"
              + COUNT
              + ")?\\s*โมง"
              + "|(?<evening>"
              + COUNT
              + ")\\s*โมงเย็น"
              + "|(?<morning>"
              + COUNT
              + ")\\s*โมง(?:เช้า)?"
              + "|ตี\\s*(?<early>"
              + COUNT
              + ")"
              + "|(?<middle>เที่ยงคืน|เที่ยง(?:วัน)?))"
              + "(?:\\s*(?:ตรง|(?<half>ครึ่ง)"
              + "|(?<minutes>\\d{1,2}|(?:"
              + TEN
              + "|"
              + COUNT
              + "){1,3})\\s*นาที))?(?<late>\\s*ตอนเย็น)?");

  private ThaiHours() {}

  static List<FoundValue<LocalTime>> find(String text) {
    return TIME.matcher(text).results().flatMap(hit -> time(hit).stream()).toList();
  }

  private static Optional<FoundValue<LocalTime>> time(MatchResult hit) {
    int hour = hour(hit);
    int minute = hit.group("half") != null ? 30 : count(hit.group("minutes"), 0);
    return hour < 0 || hour > 23 || minute > 59
        ? Optional.empty()
        : Optional.of(new FoundValue<>(LocalTime.of(hour, minute), hit.start(), hit.end()));
  }

  private static int hour(MatchResult hit) {
    if (hit.group("middle") != null) {
      return hit.group("middle").equals("เที่ยงคืน") ? 0 : 12;
    }
    if (hit.group("early") != null) {
      return within(count(hit.group("early"), -1), 1, 5, 0);
    }
    if (hit.group("evening") != null) {
      return within(count(hit.group("evening"), -1), 3, 6, 12);
    }
    if (hit.group("morning") != null) {
      int count = count(hit.group("morning"), -1);
      return hit.group("late") == null ? within(count, 6, 11, 0) : within(count, 3, 6, 12);
    }
    return hit.group().startsWith("บ่าย")
        ? within(count(hit.group("noon"), 1), 1, 5, 12)
        : within(count(hit.group("night"), 1), 1, 5, 18);
  }

  private static int within(int count, int least, int most, int after) {
    return count < least || count > most ? -1 : after + count;
  }

  private static int count(@Nullable String words, int otherwise) {
    if (words == null) {
      return otherwise;
    }
    if (Character.isDigit(words.charAt(0))) {
      return Integer.parseInt(words);
    }
    return NumberWords.find(words).stream()
        .map(FoundValue::value)
        .map(BigDecimal::intValue)
        .findFirst()
        .orElse(otherwise);
  }
}
