package sml.gateway.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** What the health says as a whole, as gauges. */
@Component("healthReportMeters")
final class HealthReportMeters implements MeterBinder {
  private final HealthReport healthReport;
  private final DatabaseCheck database;
  private final Clock clock;

  HealthReportMeters(HealthReport healthReport, DatabaseCheck database, Clock clock) {
    this.healthReport = healthReport;
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("sml.health.alerts", this, HealthReportMeters::alerts)
        .description("How many alerts GET /api/health has; 0 while it is healthy.")
        .register(registry);
    Gauge.builder("sml.health.database.ok", database, check -> check.seen().ok() ? 1 : 0)
        .description("1 while the database answers.")
        .register(registry);
  }

  private double alerts() {
    return healthReport.now(clock.instant()).alerts().size();
  }
}
