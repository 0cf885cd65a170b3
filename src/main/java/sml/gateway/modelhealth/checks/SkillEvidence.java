package sml.gateway.modelhealth.checks;

import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import sml.gateway.catalog.updates.SkillRecorder;
import sml.gateway.modelhealth.HealthCheckCompleted;

/** Adds observations to what is known, each with its consequences in one transaction. */
@Component
class SkillEvidence {
  private final HealthCheckStore store;
  private final SkillRecorder skillRecorder;
  private final ApplicationEventPublisher events;

  SkillEvidence(
      HealthCheckStore store, SkillRecorder skillRecorder, ApplicationEventPublisher events) {
    this.store = store;
    this.skillRecorder = skillRecorder;
    this.events = events;
  }

  /** Saves a check, so that it is not made again soon, and reports it. */
  @Transactional
  public void add(HealthCheckCompleted check, Instant at) {
    store.checked(check.ref(), check.status(), check.latencyMs(), at);
    events.publishEvent(check);
  }

  /** Saves an observation of a skill, and what all observations of it establish. */
  @Transactional
  public void add(SkillObservation seen) {
    store.seen(seen);
    Boolean verdict = SkillObservation.verdict(store.of(seen.ref(), seen.skill()));
    if (verdict != null) {
      skillRecorder.learn(seen.ref(), seen.skill(), verdict);
    }
  }
}
