package sml.gateway.discovery.health;

import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import sml.gateway.catalog.growth.Skills;
import sml.gateway.chat.HealthChecked;

/** Adds what was seen to what is known; each with what follows from it, or not at all. */
@Component
class Evidence {
  private final CheckStore store;
  private final Skills skills;
  private final ApplicationEventPublisher events;

  Evidence(CheckStore store, Skills skills, ApplicationEventPublisher events) {
    this.store = store;
    this.skills = skills;
    this.events = events;
  }

  /** Notes a check, so that it is not made again soon, and tells it. */
  @Transactional
  public void add(HealthChecked check, Instant at) {
    store.checked(check.ref(), check.status(), check.latencyMs(), at);
    events.publishEvent(check);
  }

  /** Notes what was seen of a skill, and what all that was seen of it establishes. */
  @Transactional
  public void add(Observation seen) {
    store.seen(seen);
    Boolean verdict = Observation.verdict(store.of(seen.ref(), seen.skill()));
    if (verdict != null) {
      skills.learn(seen.ref(), seen.skill(), verdict);
    }
  }
}
