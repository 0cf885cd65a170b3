package sml.gateway.modelhealth.quotas.rates;

import java.time.Duration;

/**
 * Requests a minute that a provider seems to allow, learned from its refusals where it says no
 * limit: additive increase, multiplicative decrease.
 *
 * <p>Until the first refusal there is no cap. A refusal lowers it to a share of what was accepted
 * within the last minute, and that rate is remembered as the ceiling. Each minute in which the cap
 * was reached without a refusal raises it by a fixed share of the ceiling. At the ceiling it stays
 * for some minutes, longer each time, before it tries one request more; a refusal of that trial
 * only takes it back. When the trial is accepted the ceiling was too low, and the step doubles. So
 * a steady limit costs about one refusal in many minutes, and an old mistake is soon undone. Not
 * thread-safe.
 */
public final class LearnedRateLimit {
  /** No cap. */
  public static final long NONE = -1;

  private static final long MINUTE_MS = 60_000;
  // refusals of concurrent requests are one event
  private static final long BURST_MS = 10_000;
  // a refusal at this share of the ceiling says the same as the one before
  private static final double SAME = 0.85;
  private static final int LONGEST_HOLD = 16;

  private final Rules rules;
  private long cap = NONE;
  private long ceiling;
  private long step = 1;
  private long hold;
  private long cleanSinceMs;
  private long cutAtMs;
  private long reachedMs;

  public LearnedRateLimit(Rules rules) {
    this.rules = rules;
  }

  /** Requests a minute, {@link #NONE} while none is known or it was not needed for long. */
  public long perMinute(long now) {
    if (cap != NONE && now - reachedMs > rules.forgetAfter().toMillis()) {
      clear();
    }
    return cap;
  }

  /**
   * The provider refused a request for its rate without naming a limit.
   *
   * @param accepted requests of the last minute that it did not refuse
   */
  public void refused(long accepted, long now) {
    if (accepted <= 0) {
      // nothing was asked for a minute, so it was not our rate
      return;
    }
    boolean sameBurst = cap != NONE && now - cutAtMs < BURST_MS;
    if (cap == NONE) {
      ceiling = accepted;
      cut(accepted, now);
    } else if (!sameBurst && accepted >= SAME * ceiling) {
      boolean triedMore = cap > ceiling;
      ceiling = Math.min(ceiling, accepted);
      cap = Math.min(cap, ceiling);
      hold = triedMore ? Math.min(LONGEST_HOLD, hold * 2) : hold;
    } else {
      ceiling = Math.min(ceiling, accepted);
      cut(Math.min(accepted, ceiling), now);
    }
    step = 1;
    cleanSinceMs = now;
    reachedMs = now;
  }

  private void cut(long accepted, long now) {
    long lowered = Math.max(1, (long) (accepted * rules.decrease()));
    cap = cap == NONE ? lowered : Math.min(cap, lowered);
    hold = rules.holdMinutes();
    cutAtMs = now;
  }

  /** So many requests were let through within the last minute, this one among them. */
  public void used(long lastMinute, long now) {
    if (cap == NONE || lastMinute < cap) {
      return;
    }
    reachedMs = now;
    long clean = now - cleanSinceMs;
    if (clean < MINUTE_MS || (cap == ceiling && clean < hold * MINUTE_MS)) {
      return;
    }
    if (cap < ceiling) {
      cap = Math.min(ceiling, cap + Math.max(1, Math.round(ceiling * rules.increase())));
    } else {
      if (cap > ceiling) {
        ceiling = cap;
        step *= 2;
        hold = rules.holdMinutes();
      }
      cap += step;
    }
    cleanSinceMs = now;
  }

  /** Forgets what was learned. */
  public void clear() {
    cap = NONE;
    ceiling = 0;
    step = 1;
  }

  /**
   * How caps move.
   *
   * @param decrease what a refusal leaves of the accepted rate, above 0 to 1
   * @param increase share of the ceiling that a clean minute adds, above 0 to 1
   * @param holdMinutes minutes without a refusal before a first trial above the ceiling
   * @param forgetAfter a cap that was not reached for so long is no longer true
   */
  public record Rules(double decrease, double increase, int holdMinutes, Duration forgetAfter) {}
}
