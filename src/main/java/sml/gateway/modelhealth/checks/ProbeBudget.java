package sml.gateway.modelhealth.checks;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How many questions each provider may still be asked in this round and on this day; providers that
 * share a key, account or address share their budget.
 */
final class ProbeBudget {
  private final Map<String, Integer> today = new HashMap<>();
  private final Map<String, Integer> now = new HashMap<>();
  private final UnaryOperator<String> owner;
  private final HealthCheckSettings settings;

  ProbeBudget(
      Map<String, Integer> askedToday, UnaryOperator<String> owner, HealthCheckSettings settings) {
    this.owner = owner;
    this.settings = settings;
    askedToday.forEach(
        (provider, asked) -> today.merge(owner.apply(provider), asked, Integer::sum));
  }

  /** Takes one question for the provider; false when its budget is used up. */
  boolean take(String provider) {
    String whose = owner.apply(provider);
    int round = now.getOrDefault(whose, 0);
    boolean free =
        round < settings.perProvider() && today.getOrDefault(whose, 0) + round < settings.perDay();
    if (free) {
      now.put(whose, round + 1);
    }
    return free;
  }
}
