package sml.gateway.school.run;

import java.time.Clock;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ExamDates;
import sml.gateway.chat.WorkWanted;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.records.AttemptStore;

/** Makes the models of a provider due again that got another key. */
@Component
final class KeyedAnew implements ExamDates {
  private final AttemptStore attempts;
  private final ApplicationEventPublisher events;
  private final SchoolSettings settings;
  private final Clock clock;

  KeyedAnew(
      AttemptStore attempts,
      ApplicationEventPublisher events,
      SchoolSettings settings,
      Clock clock) {
    this.attempts = attempts;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public int dueAgain(String provider) {
    Instant now = clock.instant();
    int due = attempts.dueAgain(provider, now.minus(settings.guard()), now);
    events.publishEvent(new WorkWanted("a key of " + provider + " was saved"));
    return due;
  }
}
