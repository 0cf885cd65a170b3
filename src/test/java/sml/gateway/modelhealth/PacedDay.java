package sml.gateway.modelhealth;

import java.util.HashMap;
import java.util.Map;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal.Kind;
import sml.gateway.modelhealth.quotas.QuotaAccounts;

/**
 * A day in which a model of three keys of fifty requests each would be the best for every request.
 */
public final class PacedDay {
  private static final ModelRef SMALL = new ModelRef("openrouter", "best");
  private static final int KEYS = 3;
  private static final double SCARCE = 0.2;

  private final Lab lab = new Lab(null, new HandClock(), new ThreeKeys());
  private final int[] usedOf = new int[KEYS];
  private final Map<Long, Integer> inHour = new HashMap<>();
  private int answered;
  private int refused;

  /**
   * The result of the day.
   *
   * @param refused calls beyond what the keys allow
   * @param inHour answers by hour, hours without any left out
   */
  public record Result(int answered, int refused, Map<Long, Integer> inHour) {}

  /** Lets the day pass. */
  public Result run() {
    lab.pass("14H");
    for (int i = 0; i < 24 * 180; i++) {
      lab.pass("19.99S");
      if (lab.liveStats.of(SMALL, Category.GENERAL).cooldown() == null
          && lab.liveStats.of(SMALL, Category.GENERAL).headroom() >= SCARCE
          && lab.enters(SMALL)) {
        ask((answered + refused) % KEYS);
      }
    }
    return new Result(answered, refused, Map.copyOf(inHour));
  }

  private void ask(int key) {
    if (usedOf[key] == 50) {
      refused++;
      lab.refuses(SMALL, Kind.RATE_LIMITED, "Rate limit exceeded: free-models-per-day", null);
      return;
    }
    usedOf[key]++;
    answered++;
    inHour.merge(lab.clock.millis() / 3_600_000, 1, Integer::sum);
    lab.answers(SMALL);
  }

  private static final class ThreeKeys implements QuotaAccounts {
    @Override
    public int keys(String provider) {
      return PacedDay.KEYS;
    }
  }
}
