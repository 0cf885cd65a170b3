package sml.gateway.observability.traffic;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.observability.traffic.LatencyBuckets.Percentiles;
import sml.gateway.observability.traffic.TrafficStore.Times;
import sml.gateway.observability.traffic.TrafficStore.Volume;
import sml.gateway.observability.traffic.TrafficSums.CategoryFigures;
import sml.gateway.observability.traffic.TrafficSums.Figures;
import sml.gateway.observability.traffic.TrafficSums.ModelFigures;
import sml.gateway.observability.traffic.TrafficSums.ProviderFigures;

/** {@code GET /api/analytics?window=}: what was asked, and how it was answered. */
@Component("analyticsApi")
final class AnalyticsApi {
  private static final int TOP = 10;
  private static final int HOURS = 24;
  private static final int DAYS = 7;

  private final TrafficStore store;
  private final Clock clock;

  /** Requests of an hour; {@code hour} is when it began. */
  record HourVolume(
      Instant hour,
      long requests,
      long successes,
      long failures,
      Percentiles latencyMs,
      Percentiles firstContentMs) {}

  /** Requests and tokens of a day. */
  record DayTokens(String day, long requests, long inputTokens, long outputTokens) {}

  record Analytics(
      String window,
      Instant since,
      Figures total,
      List<ProviderFigures> providerStats,
      List<ModelFigures> topModels,
      List<CategoryFigures> categories,
      List<HourVolume> hourlyVolume,
      List<DayTokens> dailyTokens) {}

  AnalyticsApi(TrafficStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Sums over the window, a day unless given; the last 24 hours and the last 7 days whatever it is.
   */
  public Analytics show(@Header("window") @Nullable String given) {
    TrafficWindow window = TrafficWindow.of(given);
    Instant now = clock.instant();
    Instant since = window.since(now);
    var sums =
        new TrafficSums(
            store.requests(window.grain(), since),
            store.calls(window.grain(), since),
            store.times(window.grain(), since));
    return new Analytics(
        window.id(),
        since,
        sums.total(),
        sums.providers(),
        sums.models(TOP),
        sums.categories(),
        hours(now),
        days(now));
  }

  /** The last 24 hours alone. */
  public List<HourVolume> hours() {
    return hours(clock.instant());
  }

  private List<HourVolume> hours(Instant now) {
    List<Instant> starts = TrafficWindow.starts(ChronoUnit.HOURS, HOURS, now);
    Map<Instant, Volume> known = volumes("hour", starts);
    Map<Instant, LatencyBuckets> whole = new HashMap<>();
    Map<Instant, LatencyBuckets> first = new HashMap<>();
    for (Times one : store.timesByStart("hour", starts.getFirst())) {
      Instant start = one.start();
      if (start != null) {
        buckets(whole, start).add(one.bucket(), one.answers());
        buckets(first, start).add(one.bucket(), one.firstContents());
      }
    }
    return starts.stream()
        .map(
            start -> {
              Volume hour = known.getOrDefault(start, none(start));
              return new HourVolume(
                  start,
                  hour.requests(),
                  hour.successes(),
                  hour.failures(),
                  buckets(whole, start).percentiles(),
                  buckets(first, start).percentiles());
            })
        .toList();
  }

  private static LatencyBuckets buckets(Map<Instant, LatencyBuckets> hours, Instant start) {
    return hours.computeIfAbsent(start, hour -> LatencyBuckets.ofTraffic());
  }

  private List<DayTokens> days(Instant now) {
    List<Instant> starts = TrafficWindow.starts(ChronoUnit.DAYS, DAYS, now);
    Map<Instant, Volume> known = volumes("day", starts);
    return starts.stream()
        .map(
            start -> {
              Volume day = known.getOrDefault(start, none(start));
              return new DayTokens(
                  TrendApi.date(start), day.requests(), day.inputTokens(), day.outputTokens());
            })
        .toList();
  }

  private Map<Instant, Volume> volumes(String grain, List<Instant> starts) {
    return store.volumes(grain, starts.getFirst()).stream()
        .filter(volume -> Objects.isNull(volume.provider()))
        .collect(Collectors.toMap(Volume::start, volume -> volume));
  }

  private static Volume none(Instant start) {
    return new Volume(start, null, 0, 0, 0, 0, 0);
  }
}
