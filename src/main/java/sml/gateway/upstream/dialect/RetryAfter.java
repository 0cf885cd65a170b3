package sml.gateway.upstream.dialect;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.Refusal.Kind;
import sml.gateway.chat.Refusal.Period;

/**
 * Finds out how long an upstream must not be asked: the shortest of the times it names that is
 * consistent with the quota it says is used up, else the end of that quota's period.
 */
final class RetryAfter {
  /**
   * The longest pause that limits of a minute ask for; beside a daily quota it is their default.
   */
  private static final Duration SHORT = Duration.ofMinutes(2);

  /** Google sends the delay of the minute also when the day is used up. */
  private static final Duration GOOGLE_SHORT = Duration.ofHours(1);

  /** Nothing changes before a person pays; it is checked from time to time. */
  private static final Duration UNPAID = Duration.ofHours(1);

  /** A header that asks for less than this part of what the words say is some proxy's default. */
  private static final int DEFAULT_PART = 10;

  private static final Pattern COUNTS =
      Pattern.compile("\\bused:? ?[\\d,]+", Pattern.CASE_INSENSITIVE);
  private static final Pattern AFFORD = Pattern.compile("can only afford|fewer max_tokens");

  private RetryAfter() {}

  /**
   * The time to wait, null when nothing is known.
   *
   * @param headers with lower-case names
   * @param usual when the quotas of this provider are full again unless it says otherwise
   */
  static @Nullable Duration of(
      Kind kind,
      QuotaWords quota,
      ErrorBody body,
      Map<String, String> headers,
      QuotaCalendar usual,
      Instant now) {
    QuotaCalendar calendar = quota.calendar() == null ? usual : quota.calendar();
    var times = ResetTimes.of(body, headers, QuotaWords.zone(calendar), now);
    Period period = quota.period();
    return switch (kind) {
      case QUOTA_EXHAUSTED -> {
        if (period != null && quota.isLong()) {
          var used = new LongQuota(period, calendar, now);
          yield ofLong(used, times, quota.google(), body, headers);
        }
        Duration named = or(shortest(times), RateLimitWindows.wait(headers, now));
        yield named != null ? named : new LongQuota(Period.DAY, calendar, now).left();
      }
      case RATE_LIMITED -> or(shortest(times), RateLimitWindows.wait(headers, now));
      case PAYMENT_REQUIRED -> or(shortest(times), isAffordable(body) ? null : UNPAID);
      case UNAUTHORIZED, FAULT, TRANSIENT -> shortest(times);
      case CONTEXT_TOO_LONG,
          TOO_LARGE,
          CONTENT_POLICY,
          BAD_REQUEST,
          UNSUPPORTED,
          ADDITION_REFUSED,
          MODEL_GONE ->
          null;
    };
  }

  private static @Nullable Duration or(@Nullable Duration named, @Nullable Duration other) {
    return named == null ? other : named;
  }

  // a smaller request can be paid
  private static boolean isAffordable(ErrorBody body) {
    return AFFORD.matcher(body.message().toLowerCase(Locale.ROOT)).find();
  }

  private static Duration ofLong(
      LongQuota quota,
      ResetTimes times,
      boolean google,
      ErrorBody body,
      Map<String, String> headers) {
    // one that counts what was used knows when there is room again
    boolean counts = COUNTS.matcher(body.message()).find();
    Duration least = quota.calendar().rolls() ? Duration.ZERO : google ? GOOGLE_SHORT : SHORT;
    Duration named =
        Stream.of(times.headers(), times.fields(), times.words())
            .flatMap(List::stream)
            .filter(time -> quota.allows(time, counts ? Duration.ZERO : least))
            .min(Duration::compareTo)
            .orElse(null);
    if (named != null) {
      return named;
    }
    Duration window = RateLimitWindows.wait(headers, quota.now());
    return window != null && quota.allows(window, least) ? window : quota.left();
  }

  private static @Nullable Duration shortest(ResetTimes times) {
    List<Duration> inside = new ArrayList<>(times.fields());
    inside.addAll(times.words());
    Duration body = min(inside);
    Duration header = min(times.headers());
    if (body == null || header == null) {
      return body == null ? header : body;
    }
    boolean isDefault =
        body.compareTo(SHORT) > 0 && header.multipliedBy(DEFAULT_PART).compareTo(body) < 0;
    return isDefault || body.compareTo(header) < 0 ? body : header;
  }

  /** The shortest that is no mere "now"; "now" when there is no other. */
  private static @Nullable Duration min(List<Duration> times) {
    return times.stream()
        .filter(Duration::isPositive)
        .min(Duration::compareTo)
        .orElse(times.isEmpty() ? null : Duration.ZERO);
  }

  /** A quota of a day or longer. */
  private record LongQuota(Period period, QuotaCalendar calendar, Instant now) {
    /** Until it is full again, by the calendar. */
    Duration left() {
      return Duration.between(now, calendar.end(period, now));
    }

    /** True when it may be full again after this time, or nearly then. */
    boolean allows(Duration time, Duration least) {
      Duration most = QuotaCalendar.length(period).plusDays(period == Period.MONTH ? 2 : 1);
      boolean isLate = time.plus(SHORT).compareTo(left()) >= 0;
      return time.isPositive()
          && time.compareTo(most) <= 0
          && (time.compareTo(least) >= 0 || isLate);
    }
  }
}
