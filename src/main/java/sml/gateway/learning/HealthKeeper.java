package sml.gateway.learning;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import sml.gateway.learning.store.HealthStore;

/** Deletes old lines of {@code health_logs}; a job. */
@Component("healthKeeper")
class HealthKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(HealthKeeper.class);

  private final HealthStore store;
  private final LearningSettings settings;
  private final Clock clock;

  HealthKeeper(HealthStore store, LearningSettings settings, Clock clock) {
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
