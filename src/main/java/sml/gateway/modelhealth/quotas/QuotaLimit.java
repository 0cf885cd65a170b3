package sml.gateway.modelhealth.quotas;

import org.jspecify.annotations.Nullable;
import sml.gateway.modelhealth.quotas.rates.QuotaTrial;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

/**
 * How much of a quota one key has, and where that is known from. A hint that counts for a day or
 * longer is tried beyond now and then; a limit that was measured or set by the operator never is.
 * One that the operator set is kept to; only a smaller one that the provider said since then counts
 * before it. Not thread-safe.
 */
final class QuotaLimit {
  static final long UNKNOWN = -1;

  private long limit = UNKNOWN;
  private QuotaSource source = QuotaSource.HINT;
  private long operators = UNKNOWN;
  private long setAtMs;
  private @Nullable QuotaTrial beyondHint;

  /** It is documented; {@code tried} when an account may well have more. */
  void hint(long documented, boolean tried) {
    if (!isMeasured()) {
      limit = documented;
      source = QuotaSource.HINT;
      beyondHint = tried ? new QuotaTrial() : null;
    }
  }

  /** What is documented does not hold for this key. */
  void dropHint() {
    if (!source.kind().isOfProvider()) {
      limit = UNKNOWN;
      source = QuotaSource.HINT;
      beyondHint = null;
    }
  }

  /** The operator set it, or took that back. */
  void operator(@Nullable Long set, long atMs) {
    operators = set == null ? UNKNOWN : set;
    setAtMs = atMs;
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
    if (beyondHint != null && !isOperators() && used >= capacity) {
      beyondHint.begin(now);
    }
  }

  /** What may be sent although so much was used as the limit of all keys allows. */
  long beyond(long used, int keys, long now) {
    if (beyondHint == null || isOperators() || !beyondHint.isDue(now)) {
      return 0;
    }
    if (beyondHint.takeSuccess()) {
      limit *= 2;
      source = QuotaSource.learned(now);
      return Math.max(1, limit * keys - used);
    }
    return 1;
  }

  /** When something may be sent beyond it, {@link Long#MAX_VALUE} for a limit that is kept to. */
  long beyondMs() {
    return beyondHint == null || isOperators() ? Long.MAX_VALUE : beyondHint.nextMs();
  }

  boolean isKnown() {
    return limit != UNKNOWN || operators != UNKNOWN;
  }

  /** Whether the number of the operator counts. */
  boolean isOperators() {
    return operators != UNKNOWN
        && (!source.kind().isOfProvider() || source.atMs() < setAtMs || operators < limit);
  }

  /** Whether what is known beside the operator's number differs from what was shipped. */
  boolean isMeasured() {
    return limit != UNKNOWN && source.kind() != QuotaSource.Kind.HINT;
  }

  long value() {
    return isOperators() ? operators : limit;
  }

  QuotaSource source() {
    return isOperators() ? QuotaSource.operator(setAtMs) : source;
  }

  /** What is known beside the operator's number, {@link #UNKNOWN} while nothing is. */
  long ofProvider() {
    return limit;
  }

  QuotaSource sourceOfProvider() {
    return source;
  }
}
