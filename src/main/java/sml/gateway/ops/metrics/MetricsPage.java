package sml.gateway.ops.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import sml.gateway.chat.HttpReply;

/**
 * {@code GET /api/metrics}: the series of the tables, read every five seconds at most and only when
 * somebody asks, then everything that Micrometer measures in this process.
 */
@Component("metricsPage")
class MetricsPage {
  private static final Map<String, String> TEXT =
      Map.of("content-type", "text/plain; version=0.0.4; charset=utf-8");
  private static final long FRESH_MS = 5_000;

  private final TableSeries tables;
  private final ObjectProvider<PrometheusMeterRegistry> registry;
  private final Clock clock;
  private String text = "";
  private long readAt = Long.MIN_VALUE;

  MetricsPage(TableSeries tables, ObjectProvider<PrometheusMeterRegistry> registry, Clock clock) {
    this.tables = tables;
    this.registry = registry;
    this.clock = clock;
  }

  public HttpReply tell() {
    var all = new StringBuilder(ofTables());
    registry.ifAvailable(meters -> all.append(meters.scrape()));
    byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
    return new HttpReply(200, TEXT, new HttpReply.Bytes(bytes));
  }

  private synchronized String ofTables() {
    if (readAt == Long.MIN_VALUE || clock.millis() - readAt >= FRESH_MS) {
      var fresh = new StringBuilder();
      tables.read().forEach(series -> series.writeTo(fresh));
      text = fresh.toString();
      readAt = clock.millis();
    }
    return text;
  }
}
