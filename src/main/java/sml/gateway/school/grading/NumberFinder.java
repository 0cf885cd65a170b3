package sml.gateway.school.grading;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads numbers: thousands separated by commas, signs, decimals, fractions, Thai powers (3 หมื่น),
 * numbers in words when there are no digits. Dates, clock times, numbers inside names and the
 * numbers of a list's lines are none.
 */
final class NumberFinder implements ValueFinder<BigDecimal> {
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![A-Za-z_\\d.:/])(?<digits>(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?)"
              + "(?!\\d|[:]\\d)(?:\\s*/\\s*(?<below>\\d+)(?![\\d/]))?(?!/\\d)"
              + "(?:(?<kilo>k)\\b|\\s*(?<power>สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน|thousand\\b|million\\b))?"
              + "(?![A-Za-z_]*\\d)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NAMED = Pattern.compile("(?i)(?:thb|usd|us\\$)(?=\\d)");
  private static final Pattern LINE_NUMBER =
      Pattern.compile("(?m)^[ ]*\\(?\\d{1,2}[.)][ ]+(?=\\S)");

  @Override
  public List<FoundValue<BigDecimal>> find(String text) {
    String spaced = NAMED.matcher(text).replaceAll(hit -> " ".repeat(hit.group().length()));
    String open = LINE_NUMBER.matcher(spaced).replaceAll(hit -> " ".repeat(hit.group().length()));
    List<FoundValue<BigDecimal>> found = new ArrayList<>();
    Matcher number = NUMBER.matcher(open);
    while (number.find()) {
      value(number, open).ifPresent(found::add);
    }
    return found.isEmpty() ? NumberWords.find(text) : found;
  }

  @Override
  public String company() {
    return "(?:\\s*" + UnitSpellings.any() + "\\s*|\\s+(?=\\S)|[=])";
  }

  private static Optional<FoundValue<BigDecimal>> value(Matcher number, String text) {
    BigDecimal value = new BigDecimal(number.group("digits").replace(",", ""));
    String below = number.group("below");
    if (below != null) {
      BigDecimal divisor = new BigDecimal(below);
      if (divisor.signum() == 0) {
        return Optional.empty();
      }
      value = value.divide(divisor, MathContext.DECIMAL64);
    }
    value = value.multiply(factor(number));
    int start = number.start();
    if (signed(text, start)) {
      value = value.negate();
      start--;
    }
    return Optional.of(new FoundValue<>(value.stripTrailingZeros(), start, number.end()));
  }

  private static BigDecimal factor(Matcher number) {
    if (number.group("kilo") != null) {
      return BigDecimal.valueOf(1000);
    }
    String power = number.group("power");
    Map<String, Integer> powers = NumberWords.POWERS;
    return power == null
        ? BigDecimal.ONE
        : BigDecimal.valueOf(powers.getOrDefault(power.toLowerCase(Locale.ROOT), 1));
  }

  /** A dash before a number is its sign unless something stands before the dash. */
  private static boolean signed(String text, int start) {
    if (start == 0 || text.charAt(start - 1) != '-') {
      return false;
    }
    String before = text.substring(0, start - 1).stripTrailing();
    return before.isEmpty() || "=:([,".indexOf(before.charAt(before.length() - 1)) >= 0;
  }
}
