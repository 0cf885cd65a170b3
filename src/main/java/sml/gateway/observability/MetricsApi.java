package sml.gateway.observability;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * {@code GET /api/metrics}: the series of the tables, read every five seconds at most and only on
 * request, then everything that Micrometer measures in this process. A database that is away or
 * slow costs the page a second; then it comes without what is older than half a minute.
 */
@Component("metricsApi")
class MetricsApi {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsApi.class);
  private static final long FRESH_MS = 5_000;
  private static final long STALE_MS = 30_000;
  private static final long TIMEOUT_MS = 1_000;
  private static final Tables NONE = new Tables("", 0);

  private final TableSeries tables;
  private final ObjectProvider<PrometheusMeterRegistry> registry;
  private final Clock clock;
  private CompletableFuture<Tables> reading = CompletableFuture.completedFuture(NONE);
  private Tables last = NONE;

  /** What was read, and when. */
  private record Tables(String text, long readAt) {}

  MetricsApi(TableSeries tables, ObjectProvider<PrometheusMeterRegistry> registry, Clock clock) {
    this.tables = tables;
    this.registry = registry;
    this.clock = clock;
  }

  public String render() {
    var all = new StringBuilder(ofTables());
    registry.ifAvailable(meters -> all.append(meters.scrape()));
    return all.toString();
  }

  private String ofTables() {
    var known = reading();
    try {
      known.copy().completeOnTimeout(NONE, TIMEOUT_MS, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException failed) {
      LOG.warn("event=metrics_unreadable cause={}", String.valueOf(failed.getCause()));
    }
    return text(known);
  }

  private synchronized CompletableFuture<Tables> reading() {
    if (reading.isDone() && clock.millis() - last.readAt() >= FRESH_MS) {
      reading = CompletableFuture.supplyAsync(this::read, Thread::startVirtualThread);
    }
    return reading;
  }

  private synchronized String text(CompletableFuture<Tables> known) {
    if (known.isDone() && !known.isCompletedExceptionally()) {
      last = known.join();
    }
    return clock.millis() - last.readAt() < STALE_MS ? last.text() : "";
  }

  private Tables read() {
    var fresh = new StringBuilder();
    tables.read().forEach(series -> series.writeTo(fresh));
    return new Tables(fresh.toString(), clock.millis());
  }
}
