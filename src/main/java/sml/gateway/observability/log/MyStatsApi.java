package sml.gateway.observability.log;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException;
import sml.gateway.network.HttpCall;
import sml.gateway.observability.log.ClientHistoryStore.Hour;
import sml.gateway.observability.log.ClientHistoryStore.Times;
import sml.gateway.observability.log.ClientHistoryStore.Used;
import sml.gateway.observability.traffic.LatencyBuckets;

/**
 * {@code GET /api/my-stats?window=}: what the caller's address has asked. Times are those of
 * answers, from a histogram that is exact to 2 %; windows beyond a day begin with a whole hour.
 */
@Component("myStatsApi")
final class MyStatsApi {
  private static final int TOP = 10;
  private static final String USUAL = "24h";

  private static final Map<String, Duration> WINDOWS = windows();

  private final ClientHistoryStore store;
  private final Clock clock;

  @JsonNaming(SnakeCaseStrategy.class)
  record CallerStats(
      String clientIp,
      String window,
      long total,
      long success,
      long error,
      @Nullable Double successRate,
      @Nullable Long p50LatencyMs,
      @Nullable Long p95LatencyMs,
      @Nullable Long p99LatencyMs,
      long inputTokens,
      long outputTokens,
      List<Used> topModels,
      List<HourCount> byHour) {}

  record HourCount(String hour, long count, long success) {}

  MyStatsApi(ClientHistoryStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  private static Map<String, Duration> windows() {
    Map<String, Duration> windows = new LinkedHashMap<>();
    windows.put("1h", Duration.ofHours(1));
    windows.put("6h", Duration.ofHours(6));
    windows.put(USUAL, Duration.ofHours(24));
    windows.put("7d", Duration.ofDays(7));
    windows.put("30d", Duration.ofDays(30));
    return windows;
  }

  /** The figures of the caller's address; the window is a day unless given. */
  public CallerStats show(@Body HttpCall call, @Header("window") @Nullable String given) {
    String window = given == null ? USUAL : given;
    Duration length = WINDOWS.get(window);
    if (length == null) {
      throw new GatewayException.InvalidRequest(
          "`window` must be one of " + String.join(", ", WINDOWS.keySet()) + ".", "window");
    }
    return stats(call.peer(), window, length);
  }

  private CallerStats stats(String ip, String window, Duration length) {
    boolean recent = length.compareTo(Duration.ofDays(1)) <= 0;
    Instant start = clock.instant().minus(length);
    Instant since = recent ? start : start.truncatedTo(ChronoUnit.HOURS);
    Instant summedUp = store.summedUp();
    List<Hour> hours = store.hours(ip, since, summedUp);
    List<Times> times = store.times(ip, since, summedUp);
    long total = sum(hours, Hour::count);
    long success = sum(hours, Hour::success);
    return new CallerStats(
        ip,
        window,
        total,
        success,
        total - success,
        total == 0 ? null : Math.round(10_000.0 * success / total) / 100.0,
        percentile(times, 0.50),
        percentile(times, 0.95),
        percentile(times, 0.99),
        sum(hours, Hour::inputTokens),
        sum(hours, Hour::outputTokens),
        store.models(ip, since, summedUp, TOP),
        hours.stream().map(one -> new HourCount(one.hour(), one.count(), one.success())).toList());
  }

  private static long sum(List<Hour> hours, ToLongFunction<Hour> figure) {
    return hours.stream().mapToLong(figure).sum();
  }

  /** By nearest rank; the middle of the bucket it lies in, null without answers. */
  static @Nullable Long percentile(List<Times> times, double share) {
    var buckets = new LatencyBuckets(16);
    times.forEach(one -> buckets.add(one.bucket(), one.count()));
    return buckets.percentile(share);
  }
}
