package sml.gateway.school.exams;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.records.AnswerStore;

/**
 * How many exam questions a provider may get per UTC day, where that is limited: some providers
 * have one small quota for all their models and report it only when it is used up. Providers that
 * use the account of another one share its limit. Saved answers count across restarts and replicas;
 * failed tries count only in this process.
 */
@Component
final class DailyQuestionBudget {
  private final AnswerStore answers;
  private final ModelRegistry registry;
  private final SchoolSettings settings;
  private final Clock clock;
  private final Map<String, Integer> asked = new HashMap<>();
  private Instant day = Instant.MIN;

  DailyQuestionBudget(
      AnswerStore answers, ModelRegistry registry, SchoolSettings settings, Clock clock) {
    this.answers = answers;
    this.registry = registry;
    this.settings = settings;
    this.clock = clock;
  }

  /** True while the provider of this model may be asked a further question today. */
  synchronized boolean affords(ModelRef ref) {
    String owner = owner(ref.provider());
    return keeps(ref.provider(), name -> name.equals(ref.provider()))
        && keeps(owner, name -> owner(name).equals(owner));
  }

  /** Counts a question; false when it is one too many. */
  synchronized boolean spend(ModelRef ref) {
    if (settings.perDay().isEmpty()) {
      return true;
    }
    if (!affords(ref)) {
      return false;
    }
    today().merge(ref.provider(), 1, Integer::sum);
    return true;
  }

  /** The provider whose account this one uses. */
  String owner(String provider) {
    return registry.owner(provider);
  }

  private boolean keeps(String limited, Predicate<String> counted) {
    Integer most = settings.perDay().get(limited);
    return most == null
        || today().entrySet().stream()
                .filter(one -> counted.test(one.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum()
            < most;
  }

  private Map<String, Integer> today() {
    Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    if (!today.equals(day)) {
      asked.clear();
      asked.putAll(answers.given(today));
      day = today;
    }
    return asked;
  }
}
