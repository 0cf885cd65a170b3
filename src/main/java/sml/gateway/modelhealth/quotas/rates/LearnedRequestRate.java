package sml.gateway.modelhealth.quotas.rates;

/** A learned cap together with the requests it counts. Not thread-safe. */
public final class LearnedRequestRate {
  private static final long MINUTE_MS = 60_000;

  private final LearnedRateLimit cap;
  private final SlidingWindowCount asked;
  private final SlidingWindowCount refused = new SlidingWindowCount(MINUTE_MS);

  /** A rate of which nothing is known; {@code asked} counts the requests of the last minute. */
  public LearnedRequestRate(LearnedRateLimit cap, SlidingWindowCount asked) {
    this.cap = cap;
    this.asked = asked;
  }

  /** A request was refused for its rate. */
  public void refused(long now) {
    refused.add(1, now);
    cap.refused(asked.total(now) - refused.total(now), now);
  }

  /** A request was let through. */
  public void used(long now) {
    cap.used(asked.total(now), now);
  }

  /** Requests a minute, {@link LearnedRateLimit#NONE} while none is known. */
  public long perMinute(long now) {
    return cap.perMinute(now);
  }

  /** Requests that may be sent now, {@link LearnedRateLimit#NONE} while no limit is known. */
  public long left(long now) {
    long most = perMinute(now);
    return most == LearnedRateLimit.NONE
        ? LearnedRateLimit.NONE
        : Math.max(0, most - asked.total(now));
  }

  /** The same as a share of the limit; 1 while none is known. */
  public double share(long now) {
    long most = perMinute(now);
    return most == LearnedRateLimit.NONE ? 1 : (double) left(now) / most;
  }

  /** Milliseconds until a request may be sent. */
  public long waitMs(long now) {
    return asked.waitMs(perMinute(now) - 1, now);
  }

  /** Forgets the limit. */
  public void clear() {
    cap.clear();
  }
}
