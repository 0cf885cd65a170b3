package sml.gateway.ops.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import sml.gateway.chat.HttpReply;

/**
 * {@code GET /api/health}: 200 while chat can be served, 503 only while starting or draining. Reads
 * memory only, so that load balancers may ask every second.
 */
@Component("health")
class HealthReply {
  private final ApplicationAvailability availability;
  private final Checkup checkup;
  private final ObjectMapper json;
  private final Clock clock;
  private volatile boolean draining;

  private record Body(String status, Map<String, Object> checks, List<String> alerts) {}

  HealthReply(
      ApplicationAvailability availability, Checkup checkup, ObjectMapper json, Clock clock) {
    this.availability = availability;
    this.checkup = checkup;
    this.json = json;
    this.clock = clock;
  }

  // first of all: whoever waits for the proxies to notice comes after
  @EventListener(ContextClosedEvent.class)
  @Order(Ordered.HIGHEST_PRECEDENCE)
  public void drain() {
    draining = true;
  }

  public HttpReply tell() throws JsonProcessingException {
    boolean ready = availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
    Checkup.Result result = checkup.now(clock.instant());
    String status = draining ? "draining" : ready ? result.status() : "starting";
    byte[] body = json.writeValueAsBytes(new Body(status, result.checks(), result.alerts()));
    return HttpReply.json(ready && !draining ? 200 : 503, body);
  }
}
