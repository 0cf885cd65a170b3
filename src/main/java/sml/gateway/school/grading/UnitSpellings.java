package sml.gateway.school.grading;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spellings of units that may stand beside a number. */
final class UnitSpellings {
  private static final Map<String, List<String>> SPELLINGS =
      Map.ofEntries(
          Map.entry("baht", List.of("บาทถ้วน", "บาท", "บ.", "baht", "bahts", "thb", "฿", ".-")),
          Map.entry("satang", List.of("สตางค์", "สต.", "satang")),
          Map.entry("dollar", List.of("dollars", "dollar", "usd", "us$", "$", "ดอลลาร์", "เหรียญ")),
          Map.entry("euro", List.of("euros", "euro", "eur", "€", "ยูโร")),
          Map.entry("percent", List.of("percent", "per cent", "%", "เปอร์เซ็นต์", "เปอร์เซนต์")),
          Map.entry("second", List.of("seconds", "second", "secs", "sec", "วินาที")),
          Map.entry("minute", List.of("minutes", "minute", "mins", "min", "นาที")),
          Map.entry("hour", List.of("hours", "hour", "hrs", "hr", "ชั่วโมง", "ชม.", "ชม")),
          Map.entry("day", List.of("days", "day", "วัน")),
          Map.entry(
              "kilogram", List.of("kilograms", "kilogram", "kgs", "kg", "กิโลกรัม", "กก.", "กิโล")),
          Map.entry("gram", List.of("grams", "gram", "กรัม")),
          Map.entry(
              "kilometre",
              List.of("kilometres", "kilometers", "kilometer", "km", "กิโลเมตร", "กม.")),
          Map.entry("metre", List.of("metres", "meters", "meter", "metre", "เมตร")),
          Map.entry("piece", List.of("pieces", "piece", "items", "item", "ชิ้น", "อัน", "รายการ")),
          Map.entry("box", List.of("boxes", "box", "กล่อง", "ลัง")),
          Map.entry(
              "shape",
              List.of(
                  "shapes",
                  "shape",
                  "รูป",
                  "triangles",
                  "triangle",
                  "circles",
                  "circle",
                  "squares",
                  "square",
                  "stars",
                  "star",
                  "วง",
                  "ดวง")));
  private static final String ANY =
      SPELLINGS.values().stream()
          .flatMap(List::stream)
          .sorted(Comparator.comparing(String::length).reversed())
          .map(UnitSpellings::pattern)
          .collect(joining("|", "(?:", ")"));
  private static final Pattern AFTER = Pattern.compile("(?i)^\\s*(" + ANY + ")");
  private static final Pattern BEFORE = Pattern.compile("(?i)(" + ANY + ")\\s*$");

  private UnitSpellings() {}

  /** A regular expression for one unit of any kind. */
  static String any() {
    return ANY;
  }

  /** Whether a known unit beside the number says another unit than {@code wanted}. */
  public static boolean contradict(String wanted, String before, String after) {
    return unit(AFTER, after).or(() -> unit(BEFORE, before)).stream()
        .anyMatch(spelling -> !SPELLINGS.getOrDefault(wanted, List.of()).contains(spelling));
  }

  /** Fails when a question names a unit that is not known. */
  public static String known(String unit) {
    if (!SPELLINGS.containsKey(unit)) {
      throw new IllegalArgumentException("no unit `" + unit + "`");
    }
    return unit;
  }

  private static Optional<String> unit(Pattern where, String text) {
    Matcher unit = where.matcher(text);
    return unit.find() ? Optional.of(unit.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  private static String pattern(String spelling) {
    boolean latin = spelling.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == ' ');
    return latin ? "(?<![a-z])" + spelling + "(?![a-z])" : Pattern.quote(spelling);
  }
}
