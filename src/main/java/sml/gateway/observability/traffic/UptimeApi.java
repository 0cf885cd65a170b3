package sml.gateway.observability.traffic;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.observability.traffic.OutcomeStore.CooldownCount;
import sml.gateway.observability.traffic.OutcomeStore.Incident;
import sml.gateway.observability.traffic.TrafficStore.Calls;

/**
 * {@code GET /api/uptime?window=}: how often providers answered when requests called them. A call
 * that the gateway cancelled or that was refused for what the request was says nothing of uptime.
 */
@Component("uptimeApi")
final class UptimeApi {
  private static final int HOURS = 24;
  private static final int DAYS = 7;
  private static final int MOST_INCIDENTS = 30;

  private final TrafficStore traffic;
  private final OutcomeStore outcomes;
  private final Clock clock;

  /** Calls of a provider; {@code uptime} in percent, null when no call says anything. */
  record ProviderUptime(
      String provider, long calls, long answered, long failed, @Nullable Double uptime) {}

  /** Uptime of each provider; {@code starts} says when the hours or days began. */
  record UptimeHistory(List<String> starts, List<ProviderSeries> providers) {}

  record Uptime(
      String window,
      List<ProviderUptime> uptimeStats,
      UptimeHistory hourlyUptime,
      UptimeHistory dailyUptime,
      List<Incident> incidents,
      List<CooldownCount> cooldownCounts) {}

  UptimeApi(TrafficStore traffic, OutcomeStore outcomes, Clock clock) {
    this.traffic = traffic;
    this.outcomes = outcomes;
    this.clock = clock;
  }

  /** The sums are those of the window, a day unless given; the histories are always the same. */
  public Uptime show(@Header("window") @Nullable String given) {
    TrafficWindow window = TrafficWindow.of(given);
    Instant now = clock.instant();
    List<ProviderUptime> stats =
        traffic.calls(window.grain(), window.since(now)).stream()
            .filter(sum -> sum.model() == null)
            .map(
                sum ->
                    new ProviderUptime(
                        sum.provider(), sum.calls(), sum.answered(), sum.failed(), uptime(sum)))
            .sorted(Comparator.comparing(ProviderUptime::provider))
            .toList();
    List<Instant> hours = TrafficWindow.starts(ChronoUnit.HOURS, HOURS, now);
    List<Instant> days = TrafficWindow.starts(ChronoUnit.DAYS, DAYS, now);
    return new Uptime(
        window.id(),
        stats,
        new UptimeHistory(hours.stream().map(Instant::toString).toList(), series("hour", hours)),
        new UptimeHistory(days.stream().map(TrendApi::date).toList(), series("day", days)),
        outcomes.incidents(now.minus(1, ChronoUnit.DAYS), MOST_INCIDENTS),
        outcomes.cooldowns(now));
  }

  private List<ProviderSeries> series(String grain, List<Instant> starts) {
    var table = new ProviderSeries.Table(starts);
    for (Calls sum : traffic.callsByStart(grain, starts.getFirst())) {
      table.put(sum.provider(), sum.start(), uptime(sum));
    }
    return table.series();
  }

  private static @Nullable Double uptime(Calls sum) {
    return Share.percent(sum.answered(), sum.answered() + sum.failed());
  }
}
