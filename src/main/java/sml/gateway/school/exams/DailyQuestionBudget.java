package sml.gateway.school.exams;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.records.AnswerStore;

/**
 * How many exam questions a provider may get per UTC day, where that is limited: some providers
 * have one small quota for all their models and report it only when it is used up. Saved answers
 * count across restarts and replicas; failed tries count only in this process.
 */
@Component
final class DailyQuestionBudget {
  private final AnswerStore answers;
  private final SchoolSettings settings;
  private final Clock clock;
  private final Map<String, Integer> asked = new HashMap<>();
  private Instant day = Instant.MIN;

  DailyQuestionBudget(AnswerStore answers, SchoolSettings settings, Clock clock) {
    this.answers = answers;
    this.settings = settings;
    this.clock = clock;
  }

  /** True while the provider of this model may be asked a further question today. */
  synchronized boolean affords(ModelRef ref) {
    Integer most = settings.perDay().get(ref.provider());
    return most == null || asked(ref.provider()) < most;
  }

  /** Counts a question; false when it is one too many. */
  synchronized boolean spend(ModelRef ref) {
    if (!affords(ref)) {
      return false;
    }
    if (settings.perDay().containsKey(ref.provider())) {
      asked.put(ref.provider(), asked(ref.provider()) + 1);
    }
    return true;
  }

  private int asked(String provider) {
    Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    if (!today.equals(day)) {
      asked.clear();
      day = today;
    }
    return asked.computeIfAbsent(provider, name -> answers.given(name, today));
  }
}
