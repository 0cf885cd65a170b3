package sml.gateway.school.grading;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whole numbers written out in Thai or English. */
final class NumberWords {
  private static final Map<String, Integer> DIGITS =
      Map.ofEntries(
          Map.entry("ศูนย์", 0),
          Map.entry("หนึ่ง", 1),
          Map.entry("เอ็ด", 1),
          Map.entry("สอง", 2),
          Map.entry("ยี่", 2),
          Map.entry("สาม", 3),
          Map.entry("สี่", 4),
          Map.entry("ห้า", 5),
          Map.entry("หก", 6),
          Map.entry("เจ็ด", 7),
          Map.entry("แปด", 8),
          Map.entry("เก้า", 9),
          Map.entry("zero", 0),
          Map.entry("one", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("ten", 10),
          Map.entry("eleven", 11),
          Map.entry("twelve", 12),
          Map.entry("thirteen", 13),
          Map.entry("fourteen", 14),
          Map.entry("fifteen", 15),
          Map.entry("sixteen", 16),
          Map.entry("seventeen", 17),
          Map.entry("eighteen", 18),
          Map.entry("nineteen", 19),
          Map.entry("twenty", 20),
          Map.entry("thirty", 30),
          Map.entry("forty", 40),
          Map.entry("fifty", 50),
          Map.entry("sixty", 60),
          Map.entry("seventy", 70),
          Map.entry("eighty", 80),
          Map.entry("ninety", 90));

  /** Powers by word; they also follow digits: 3 ร้อย. */
  static final Map<String, Integer> POWERS =
      Map.of(
          "สิบ",
          10,
          "ร้อย",
          100,
          "พัน",
          1000,
          "หมื่น",
          10_000,
          "แสน",
          100_000,
          "ล้าน",
          1_000_000,
          "hundred",
          100,
          "thousand",
          1000,
          "million",
          1_000_000);

  private static final String THAI_WORD = words(true);
  private static final String ENGLISH_WORD = words(false);
  // words that only begin like a number
  private static final String OTHER_WORD =
      "ห้าม|สามารถ|สามี|เก้าอี้|ยี่ห้อ|พันธ|ล้านนา|ร้อยเอ็ด|แสนยา";
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?i)(?:(?!"
              + OTHER_WORD
              + ")(?:"
              + THAI_WORD
              + ")){1,40}"
              + "|\\b(?:"
              + ENGLISH_WORD
              + ")(?:(?:[\\s-]+(?:and\\s+)?)(?:"
              + ENGLISH_WORD
              + ")){0,20}\\b");
  private static final Pattern WORD =
      Pattern.compile("(?i)" + THAI_WORD + "|\\b(?:" + ENGLISH_WORD + ")\\b");

  private NumberWords() {}

  private static String words(boolean thai) {
    return Stream.concat(DIGITS.keySet().stream(), POWERS.keySet().stream())
        .filter(word -> thai == (word.charAt(0) > 'z'))
        .sorted(Comparator.comparing(String::length).reversed())
        .collect(joining("|"));
  }

  static List<FoundValue<BigDecimal>> find(String text) {
    return NUMBER
        .matcher(text)
        .results()
        .map(
            hit -> new FoundValue<>(BigDecimal.valueOf(value(hit.group())), hit.start(), hit.end()))
        .toList();
  }

  private static long value(String words) {
    long millions = 0;
    long sum = 0;
    long digit = 0;
    boolean counted = false;
    Matcher word = WORD.matcher(words);
    while (word.find()) {
      String name = word.group().toLowerCase(Locale.ROOT);
      Integer power = POWERS.get(name);
      if (power == null) {
        digit += DIGITS.getOrDefault(name, 0);
        counted = true;
      } else if (power == 1_000_000 || power == 1000 && name.equals("thousand")) {
        millions += (sum + digit == 0 && !counted ? 1 : sum + digit) * power;
        sum = 0;
        digit = 0;
        counted = false;
      } else {
        sum += (counted ? digit : 1) * power;
        digit = 0;
        counted = false;
      }
    }
    return millions + sum + digit;
  }
}
