package sml.gateway.modelhealth;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import sml.gateway.modelhealth.cooldowns.HealthLogStore;

/** Deletes old entries of {@code health_logs}; a job. */
@Component("healthLogRetention")
class HealthLogRetention {
  private static final Logger LOG = LoggerFactory.getLogger(HealthLogRetention.class);

  private final HealthLogStore store;
  private final ModelHealthSettings settings;
  private final Clock clock;

  HealthLogRetention(HealthLogStore store, ModelHealthSettings settings, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  public void dropOld() {
    long now = clock.millis();
    int rows = store.dropBefore(now - settings.keepHealth().toMillis(), now);
    LOG.debug("event=health_dropped rows={}", rows);
  }
}
