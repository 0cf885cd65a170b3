package sml.gateway.modelhealth.quotas.readings;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sml.gateway.upstream.DurationParser;

/**
 * Reads quotas from response headers, whatever a provider calls them. {@code retry-after} is no
 * quota: some providers send it with answers that are fine.
 */
public final class QuotaHeaderReader {
  private static final String COMMON = "x-ratelimit-";
  private static final String PLAIN = "ratelimit-";
  private static final Pattern LEFT = Pattern.compile("\\b(?:r|remaining) ?= ?(\\d+)");
  private static final Pattern UNTIL = Pattern.compile("\\b(?:t|reset) ?= ?(\\d+)");
  private static final String ANTHROPIC = "anthropic-ratelimit-";
  private static final String TOKEN_LIMIT = "x-tokenlimit-";
  // a bare "requests" or unnamed counter that resets later than this cannot be one of a minute
  private static final Duration LONGEST_MINUTE = Duration.ofMinutes(2);

  private QuotaHeaderReader() {}

  /**
   * The quotas in {@code headers} (lower-case names).
   *
   * @param requests what this provider counts under the bare name {@code requests}
   */
  public static List<QuotaReading> read(Map<String, String> headers, Quota requests, Instant now) {
    Map<Quota, Found> found = null;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String name = header.getKey();
      if (name.contains("limit")) {
        found = found == null ? new EnumMap<>(Quota.class) : found;
        note(found, name, header.getValue(), requests, now);
      }
    }
    if (found == null) {
      return List.of();
    }
    exhaustedByType(found, headers, now);
    List<QuotaReading> readings = new ArrayList<>(found.size());
    found.forEach((quota, values) -> values.addTo(readings, quota, now));
    return readings;
  }

  private static void note(
      Map<Quota, Found> found, String name, String value, Quota requests, Instant now) {
    if (name.startsWith(COMMON)) {
      common(found, name, name.substring(COMMON.length()), value, requests, now);
    } else if (name.startsWith(PLAIN)) {
      // the windows behind the limit are described in words of their own
      common(found, name, name.substring(PLAIN.length()), value.split("[,;]", 2)[0], requests, now);
    } else if (name.equals("ratelimit")) {
      Matcher left = LEFT.matcher(value);
      Matcher until = UNTIL.matcher(value);
      if (left.find() && until.find()) {
        put(found, name, requests, "remaining", left.group(1), now);
        put(found, name, requests, "reset", until.group(1), now);
      }
    } else if (name.startsWith(ANTHROPIC)) {
      int dash = name.lastIndexOf('-');
      if (dash > ANTHROPIC.length()) {
        String counted = name.substring(ANTHROPIC.length(), dash);
        put(found, name, quota(counted, Quota.RPM), name.substring(dash + 1), value, now);
      }
    } else if (name.startsWith(TOKEN_LIMIT)) {
      put(found, name, Quota.TPM, name.substring(TOKEN_LIMIT.length()), value, now);
    } else if (name.equals("x-endpoint-monthly-call-limit")) {
      put(found, name, Quota.REQUESTS_PER_MONTH, "limit", value, now);
    } else if (name.equals("x-trial-endpoint-call-limit")) {
      put(found, name, Quota.RPM, "limit", value, now);
    }
  }

  private static void common(
      Map<Quota, Found> found,
      String name,
      String rest,
      String value,
      Quota requests,
      Instant now) {
    int dash = rest.indexOf('-');
    String aspect = dash < 0 ? rest : rest.substring(0, dash);
    String counted = dash < 0 ? "" : rest.substring(dash + 1);
    put(found, name, quota(counted, requests), aspect, value, now);
  }

  private static @Nullable Quota quota(String counted, Quota requests) {
    return switch (counted) {
      case "", "requests" -> requests;
      case "tokens", "tokens-minute", "tokens-per-minute", "input-tokens" -> Quota.TPM;
      case "requests-minute", "requests-per-minute", "req-minute" -> Quota.RPM;
      case "requests-hour", "requests-per-hour" -> Quota.RPH;
      case "requests-day", "requests-per-day" -> Quota.RPD;
      case "tokens-hour", "tokens-per-hour" -> Quota.TPH;
      case "tokens-day", "tokens-per-day" -> Quota.TPD;
      case "tokens-month", "tokens-per-month" -> Quota.TOKENS_PER_MONTH;
      case "req-10-second" -> Quota.REQUESTS_PER_10_SECONDS;
      default -> null;
    };
  }

  private static void put(
      Map<Quota, Found> found,
      String name,
      @Nullable Quota quota,
      String aspect,
      String value,
      Instant now) {
    if (quota == null) {
      return;
    }
    Found values = found.computeIfAbsent(quota, fresh -> new Found());
    switch (aspect) {
      case "limit" -> values.limit(whole(value), name);
      case "remaining" -> values.remaining(whole(value), name);
      case "reset" -> values.reset = DurationParser.parse(value, now);
      default -> {}
    }
  }

  // GitHub Models names the exhausted quota only by a type such as UserByModelByDay
  private static void exhaustedByType(
      Map<Quota, Found> found, Map<String, String> headers, Instant now) {
    String type = headers.get("x-ratelimit-type");
    if (type == null) {
      return;
    }
    String time = headers.getOrDefault("x-ratelimit-timeremaining", headers.get("retry-after"));
    Quota quota = type.endsWith("ByDay") ? Quota.RPD : type.endsWith("ByMinute") ? Quota.RPM : null;
    if (quota != null) {
      Found values = found.computeIfAbsent(quota, fresh -> new Found());
      values.remaining(0L, "x-ratelimit-type");
      values.reset = DurationParser.parse(time, now);
    }
  }

  private static @Nullable Long whole(String value) {
    try {
      double number = Double.parseDouble(value.strip());
      return number >= 0 && number < 1e15 ? (long) number : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static final class Found {
    private @Nullable Long limit;
    private @Nullable Long remaining;
    private @Nullable Duration reset;
    private String header = "";

    void limit(@Nullable Long said, String name) {
      limit = said;
      header = name;
    }

    void remaining(@Nullable Long said, String name) {
      remaining = said;
      header = header.isEmpty() ? name : header;
    }

    void addTo(List<QuotaReading> readings, Quota quota, Instant now) {
      if (limit == null && remaining == null) {
        return;
      }
      boolean tooLong = reset != null && reset.compareTo(LONGEST_MINUTE) > 0;
      Quota meant = quota == Quota.RPM && tooLong ? Quota.RPD : quota;
      Long resetMs = reset == null ? null : Long.valueOf(reset.toMillis());
      QuotaSource source = QuotaSource.header(header, now.toEpochMilli());
      readings.add(new QuotaReading(meant, limit, remaining, resetMs, source));
    }
  }
}
