package sml.gateway.learning;

import java.time.Clock;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.chat.HealthChecked;
import sml.gateway.learning.rests.Cause;
import sml.gateway.learning.rests.HealthLog;

/** Keeps what health checks found, and the rests they ask for. */
@Component
class CheckListener {
  private final HealthLog log;
  private final Memory memory;
  private final Clock clock;

  CheckListener(HealthLog log, Memory memory, Clock clock) {
    this.log = log;
    this.memory = memory;
    this.clock = clock;
  }

  @EventListener
  public void on(HealthChecked check) {
    long now = clock.millis();
    log.checked(
        new HealthLog.Row(check.ref(), check.status(), check.error(), now, 0, check.latencyMs()));
    if (check.restFor() != null) {
      String error = check.error() == null ? check.status() : check.error();
      memory
          .cooldowns()
          .rest(
              check.ref(), new Cause(check.status(), error), now, now + check.restFor().toMillis());
    }
  }
}
