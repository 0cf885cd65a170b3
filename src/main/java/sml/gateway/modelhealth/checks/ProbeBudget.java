package sml.gateway.modelhealth.checks;

import java.util.HashMap;
import java.util.Map;

/** How many questions each provider may still be asked in this round and on this day. */
final class ProbeBudget {
  private final Map<String, Integer> today;
  private final Map<String, Integer> now = new HashMap<>();
  private final HealthCheckSettings settings;

  ProbeBudget(Map<String, Integer> askedToday, HealthCheckSettings settings) {
    this.today = askedToday;
    this.settings = settings;
  }

  /** Takes one question for the provider; false when its budget is used up. */
  boolean take(String provider) {
    int round = now.getOrDefault(provider, 0);
    boolean free =
        round < settings.perProvider()
            && today.getOrDefault(provider, 0) + round < settings.perDay();
    if (free) {
      now.put(provider, round + 1);
    }
    return free;
  }
}
