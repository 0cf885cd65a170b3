package sml.gateway.observability.traffic;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.observability.traffic.OutcomeStore.DayFigure;
import sml.gateway.observability.traffic.TrafficStore.Times;
import sml.gateway.observability.traffic.TrafficStore.Volume;

/** {@code GET /api/trend?days=}: figures of each provider by the day (UTC). */
@Component("trendApi")
final class TrendApi {
  private static final int USUAL = 14;
  private static final int MOST = 90;

  private final TrafficStore traffic;
  private final OutcomeStore outcomes;
  private final Clock clock;

  /**
   * Series with a value for each of {@code dates}.
   *
   * @param benchmarkTrend mean score of the exams that ended, in percent
   * @param latencyTrend median time of an answer in milliseconds
   * @param successTrend share of the answered requests among those whose client got something from
   *     the provider, in percent
   */
  record Trend(
      List<String> dates,
      List<ProviderSeries> benchmarkTrend,
      List<ProviderSeries> complaintTrend,
      List<ProviderSeries> latencyTrend,
      List<ProviderSeries> requestTrend,
      List<ProviderSeries> successTrend) {}

  TrendApi(TrafficStore traffic, OutcomeStore outcomes, Clock clock) {
    this.traffic = traffic;
    this.outcomes = outcomes;
    this.clock = clock;
  }

  /** The last {@code days} days with today, 14 unless given. */
  public Trend show(@Header("days") @Nullable String days) {
    List<Instant> starts = TrafficWindow.starts(ChronoUnit.DAYS, number(days), clock.instant());
    Instant since = starts.getFirst();
    var requests = new ProviderSeries.Table(starts);
    var successes = new ProviderSeries.Table(starts);
    for (Volume day : traffic.volumes("day", since)) {
      String provider = day.provider();
      if (provider != null && !provider.isEmpty()) {
        requests.put(provider, day.start(), (double) day.requests());
        successes.put(provider, day.start(), Share.percent(day.successes(), day.requests()));
      }
    }
    return new Trend(
        starts.stream().map(TrendApi::date).toList(),
        series(starts, outcomes.examScores(since)),
        series(starts, outcomes.complaints(since)),
        medians(starts, traffic.timesByStart("day", since)),
        requests.series(),
        successes.series());
  }

  static String date(Instant start) {
    return start.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static List<ProviderSeries> series(List<Instant> starts, List<DayFigure> figures) {
    var table = new ProviderSeries.Table(starts);
    for (DayFigure day : figures) {
      table.put(day.provider(), day.start(), Share.rounded(day.figure()));
    }
    return table.series();
  }

  private static List<ProviderSeries> medians(List<Instant> starts, List<Times> times) {
    Map<String, Map<Instant, LatencyBuckets>> providers = new TreeMap<>();
    for (Times one : times) {
      Instant start = one.start();
      if (start != null) {
        providers
            .computeIfAbsent(one.provider(), name -> new TreeMap<>())
            .computeIfAbsent(start, day -> LatencyBuckets.ofTraffic())
            .add(one.bucket(), one.answers());
      }
    }
    var table = new ProviderSeries.Table(starts);
    providers.forEach(
        (provider, days) ->
            days.forEach(
                (start, buckets) -> {
                  Long median = buckets.percentile(0.5);
                  table.put(provider, start, median == null ? null : median.doubleValue());
                }));
    return table.series();
  }

  private static int number(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return USUAL;
    }
    int days = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    if (days < 1 || days > MOST) {
      throw new InvalidRequest(
          "`days` must be a whole number from 1 to %d.".formatted(MOST), "days");
    }
    return days;
  }
}
