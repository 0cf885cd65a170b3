package sml.gateway.modelhealth.quotas;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import sml.gateway.modelhealth.quotas.readings.Quota;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

/**
 * What is known of one quota, each number with its source.
 *
 * @param modelId null for a quota of the whole account
 * @param scope {@code model} or {@code account}: what it counts
 * @param kind short name, such as {@code RPM}
 * @param quota in words
 * @param limit of one key, null while only what is left is known
 * @param remaining of all keys together, null while unknown
 */
public record QuotaNumber(
    String provider,
    @Nullable String modelId,
    String scope,
    String kind,
    String quota,
    @Nullable Long limit,
    @Nullable Source limitSource,
    @Nullable Long remaining,
    @Nullable Source remainingSource,
    @Nullable Long resetAt) {

  static final Comparator<QuotaNumber> ORDER =
      Comparator.comparing(QuotaNumber::provider)
          .thenComparing(QuotaNumber::modelId, Comparator.nullsFirst(Comparator.naturalOrder()));

  /**
   * Where a number comes from.
   *
   * @param source see {@link QuotaSource.Kind}, in lower case
   * @param words the header or the words of the refusal
   * @param at epoch milliseconds, null where time says nothing
   */
  public record Source(String source, @Nullable String words, @Nullable Long at) {
    static Source of(QuotaSource from) {
      return new Source(from.kind().word(), from.words(), from.atMs() == 0 ? null : from.atMs());
    }
  }

  /** Whose quota it is; {@code model} is null for an account. */
  record Whose(String provider, @Nullable String model) {
    String scope() {
      return model == null ? "account" : "model";
    }
  }

  /** Null while nothing is known of the window. */
  static @Nullable QuotaNumber of(QuotaWindow window, Whose who, long now) {
    long limit = window.limit();
    long left = window.known(now);
    boolean hasLimit = limit != QuotaLimit.UNKNOWN;
    boolean hasLeft = left != QuotaLimit.UNKNOWN;
    return !hasLimit && !hasLeft
        ? null
        : new QuotaNumber(
            who.provider(),
            who.model(),
            who.scope(),
            window.quota.name(),
            window.quota.words,
            hasLimit ? limit : null,
            hasLimit ? Source.of(window.limitSource()) : null,
            hasLeft ? left : null,
            hasLeft ? Source.of(window.remainingSource(now)) : null,
            hasLeft ? window.resetAt(now) : null);
  }

  static QuotaNumber atOnce(Whose who, long limit, QuotaSource from, long left) {
    return new QuotaNumber(
        who.provider(),
        who.model(),
        who.scope(),
        SavedQuota.AT_ONCE,
        "requests at once",
        limit,
        Source.of(from),
        Math.max(0, left),
        Source.of(QuotaSource.COUNTED),
        null);
  }

  static QuotaNumber learned(Whose who, long perMinute, long left) {
    return new QuotaNumber(
        who.provider(),
        who.model(),
        who.scope(),
        Quota.RPM.name(),
        Quota.RPM.words,
        perMinute,
        Source.of(QuotaSource.learned(0)),
        left,
        Source.of(QuotaSource.COUNTED),
        null);
  }
}
