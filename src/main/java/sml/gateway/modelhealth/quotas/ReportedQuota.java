package sml.gateway.modelhealth.quotas;

import org.jspecify.annotations.Nullable;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

/** What a provider said last is left of a quota, and what was sent since. Not thread-safe. */
final class ReportedQuota {
  private static final long NOTHING = -1;

  private long remaining = NOTHING;
  private long sentSince;
  private long resetAtMs;
  private boolean saidReset;
  private @Nullable Long keyId;
  private QuotaSource source = QuotaSource.COUNTED;

  /**
   * The provider said what is left.
   *
   * @param underWay what was sent and is not yet in this report
   * @param saidReset the provider itself said when it is full again
   */
  void note(
      long left,
      long underWay,
      @Nullable Long key,
      long resetMs,
      boolean saidReset,
      QuotaSource from) {
    remaining = left;
    sentSince = underWay;
    keyId = key;
    resetAtMs = resetMs;
    this.saidReset = saidReset;
    source = from;
  }

  /** Keys of one provider have quotas of their own: the best of them is what can still be asked. */
  boolean isBetterThan(long left, @Nullable Long key, long now) {
    return holds(now)
        && keyId != null
        && key != null
        && !keyId.equals(key)
        && left < remaining - sentSince;
  }

  void charge(long amount) {
    sentSince = Math.max(0, sentSince + amount);
  }

  boolean exists() {
    return remaining != NOTHING;
  }

  boolean holds(long now) {
    return exists() && now < resetAtMs;
  }

  long left() {
    return Math.max(0, remaining - sentSince);
  }

  /** Forgets it; true when the provider itself said that it began anew. */
  boolean forget() {
    remaining = NOTHING;
    sentSince = 0;
    return saidReset;
  }

  long resetAtMs() {
    return resetAtMs;
  }

  QuotaSource source() {
    return source;
  }
}
