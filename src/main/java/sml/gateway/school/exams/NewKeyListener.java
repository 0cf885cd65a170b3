package sml.gateway.school.exams;

import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.ExamSchedule;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.records.AttemptStore;

/** Makes the models of a provider due again when it gets another key. */
@Component
final class NewKeyListener implements ExamSchedule {
  private final AttemptStore attempts;
  private final SchoolSettings settings;
  private final Clock clock;

  NewKeyListener(AttemptStore attempts, SchoolSettings settings, Clock clock) {
    this.attempts = attempts;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public int dueAgain(String provider) {
    Instant now = clock.instant();
    return attempts.dueAgain(provider, now.minus(settings.guard()), now);
  }
}
