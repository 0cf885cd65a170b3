package sml.gateway.observability;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * {@code GET /api/health}: 200 while chat can be served, 503 only while starting or draining. Reads
 * memory only, so that load balancers may ask every second.
 */
@Component("healthApi")
class HealthApi {
  private final ApplicationAvailability availability;
  private final HealthReport healthReport;
  private final Clock clock;
  private volatile boolean draining;

  /** The body of the reply, and the status it comes with. */
  record Health(
      @JsonIgnore int code, String status, Map<String, Object> checks, List<String> alerts) {}

  HealthApi(ApplicationAvailability availability, HealthReport healthReport, Clock clock) {
    this.availability = availability;
    this.healthReport = healthReport;
    this.clock = clock;
  }

  // first of all: the shutdown that waits for the proxies to notice comes after
  @EventListener(ContextClosedEvent.class)
  @Order(Ordered.HIGHEST_PRECEDENCE)
  public void drain() {
    draining = true;
  }

  public Health report() {
    boolean ready = availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
    HealthReport.Result result = healthReport.now(clock.instant());
    String status = draining ? "draining" : ready ? result.status() : "starting";
    return new Health(ready && !draining ? 200 : 503, status, result.checks(), result.alerts());
  }
}
