package sml.gateway.modelhealth.quotas;

import org.jspecify.annotations.Nullable;
import sml.gateway.modelhealth.quotas.rates.QuotaTrial;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

/**
 * How much of a quota one key has, and where that is known from. A hint that counts for a day or
 * longer is tried beyond now and then; a limit that was measured never is. Not thread-safe.
 */
final class QuotaLimit {
  static final long UNKNOWN = -1;

  private long limit = UNKNOWN;
  private QuotaSource source = QuotaSource.HINT;
  private @Nullable QuotaTrial beyondHint;

  /** It is documented; {@code tried} when an account may well have more. */
  void hint(long documented, boolean tried) {
    limit = documented;
    source = QuotaSource.HINT;
    beyondHint = tried ? new QuotaTrial() : null;
  }

  /** The provider said something of the quota, maybe its limit. */
  void measured(@Nullable Long said, QuotaSource from) {
    beyondHint = null;
    if (said != null) {
      limit = said;
      source = from;
    }
  }

  void restore(long saved, QuotaSource from) {
    limit = saved;
    source = from;
    if (from.kind() != QuotaSource.Kind.LEARNED) {
      beyondHint = null;
    }
  }

  /** The provider refused something. */
  void refused() {
    if (beyondHint != null) {
      beyondHint.refused();
    }
  }

  /** So much was used before the request that is charged now. */
  void charged(long used, long capacity, long now) {
    if (beyondHint != null && used >= capacity) {
      beyondHint.begin(now);
    }
  }

  /** What may be sent although so much was used as the limit of all keys allows. */
  long beyond(long used, int keys, long now) {
    if (beyondHint == null || !beyondHint.isDue(now)) {
      return 0;
    }
    if (beyondHint.takeSuccess()) {
      limit *= 2;
      source = QuotaSource.learned(now);
      return Math.max(1, limit * keys - used);
    }
    return 1;
  }

  /** When something may be sent beyond it, {@link Long#MAX_VALUE} for a limit that was measured. */
  long beyondMs() {
    return beyondHint == null ? Long.MAX_VALUE : beyondHint.nextMs();
  }

  boolean isKnown() {
    return limit != UNKNOWN;
  }

  /** Whether it differs from what the gateway was shipped with. */
  boolean isMeasured() {
    return isKnown() && source.kind() != QuotaSource.Kind.HINT;
  }

  long value() {
    return limit;
  }

  QuotaSource source() {
    return source;
  }
}
