package sml.gateway.discovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.discovery.DiscoveryRun.Trip;
import sml.gateway.discovery.ProviderSource.Refused;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.jobs.WorkerLog.Level;

/** Looks for new providers: as a step of the work cycle, and on request. */
@Component("discovery")
final class Discovery {
  private final DiscoveryRun discoveryRun;
  private final WorkerLog workerLog;
  private final DiscoverySettings settings;

  /** What one run found; without the last two fields when there was none. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DiscoveryResult(
      boolean ok,
      int scanned,
      int newFound,
      List<String> newProviders,
      @Nullable String message,
      @Nullable List<Refused> refused,
      @Nullable Map<String, String> failedSources) {}

  Discovery(DiscoveryRun discoveryRun, WorkerLog workerLog, DiscoverySettings settings) {
    this.discoveryRun = discoveryRun;
    this.workerLog = workerLog;
    this.settings = settings;
  }

  /** Runs discovery as a part of the cycle; null when it is switched off. */
  public @Nullable Trip explore() {
    return settings.enabled() ? discoveryRun.explore(false) : null;
  }

  /** {@code POST /api/provider-catalog}: runs discovery now and answers with the result. */
  public DiscoveryResult now() {
    if (!settings.enabled()) {
      return new DiscoveryResult(true, 0, 0, List.of(), "Discovery is switched off.", null, null);
    }
    Trip trip = discoveryRun.explore(true);
    sumUp(trip);
    List<String> found = trip.found();
    return new DiscoveryResult(
        true, trip.scanned(), found.size(), found, null, trip.refused(), trip.failed());
  }

  /** Notes what a run found. */
  public void sumUp(@Body Trip trip) {
    workerLog.note(
        DiscoveryRun.STEP,
        trip.failed().isEmpty() ? Level.SUCCESS : Level.WARN,
        "Looked at %d entries: %d new, %d refused, %d sources failed"
            .formatted(
                trip.scanned(), trip.found().size(), trip.refused().size(), trip.failed().size()));
  }
}
