package sml.gateway.observability.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import sml.gateway.observability.RetentionSettings;

/** Sums up finished hours and deletes what is old; every method is a job or a step of one. */
@Component("requestHistory")
final class RequestHistory {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHistory.class);

  private final RequestHistoryStore store;
  private final RetentionSettings keep;
  private final Clock clock;

  RequestHistory(RequestHistoryStore store, RetentionSettings keep, Clock clock) {
    this.store = store;
    this.keep = keep;
    this.clock = clock;
  }

  /**
   * Sums up the hours before the present one. Rows that come late are counted as long as the other
   * rows of their hour are there.
   */
  public void sumUp() {
    LOG.debug("event=hours_summed_up rows={}", store.sumUp(hour(Duration.ZERO)));
  }

  /** Deletes old rows of the request log in whole hours, so that no hour is summed up in part. */
  public void dropRequests() {
    int rows = store.dropRequests(hour(keep.requests()));
    LOG.debug("event=requests_dropped rows={}", rows);
  }

  /** Deletes old sums and counts, entries of the worker log and events. */
  public void dropOthers() {
    int rows =
        store.dropHours(hour(keep.requestHours()))
            + store.dropTraffic(hour(keep.trafficHours()), hour(keep.trafficDays()))
            + store.dropWorkerLogs(hour(keep.workerLogs()))
            + store.dropEvents(hour(keep.events()));
    LOG.debug("event=history_dropped rows={}", rows);
  }

  private Instant hour(Duration ago) {
    return clock.instant().minus(ago).truncatedTo(ChronoUnit.HOURS);
  }
}
