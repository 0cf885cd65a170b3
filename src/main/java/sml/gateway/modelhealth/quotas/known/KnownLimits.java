package sml.gateway.modelhealth.quotas.known;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.OperatorLimits.Kind;
import sml.gateway.modelhealth.quotas.readings.Quota;

/**
 * Limits of one model or account.
 *
 * @param concurrent how many calls may be under way at once, null when that is not known
 */
public record KnownLimits(Map<Quota, Long> quotas, @Nullable Long concurrent) {
  public static final KnownLimits NONE = new KnownLimits(Map.of(), null);

  /** Those that the operator set. */
  static KnownLimits of(Map<Kind, Long> numbers) {
    if (numbers.isEmpty()) {
      return NONE;
    }
    Map<Quota, Long> quotas = new EnumMap<>(Quota.class);
    numbers.forEach(
        (kind, number) -> {
          Quota quota = quota(kind);
          if (quota != null) {
            quotas.put(quota, number);
          }
        });
    return new KnownLimits(quotas, numbers.get(Kind.CONCURRENT));
  }

  private static @Nullable Quota quota(Kind kind) {
    return switch (kind) {
      case REQUESTS_PER_MINUTE -> Quota.RPM;
      case REQUESTS_PER_HOUR -> Quota.RPH;
      case REQUESTS_PER_DAY -> Quota.RPD;
      case REQUESTS_PER_MONTH -> Quota.REQUESTS_PER_MONTH;
      case TOKENS_PER_MINUTE -> Quota.TPM;
      case TOKENS_PER_HOUR -> Quota.TPH;
      case TOKENS_PER_DAY -> Quota.TPD;
      case TOKENS_PER_MONTH -> Quota.TOKENS_PER_MONTH;
      case CONCURRENT -> null;
    };
  }

  public boolean isEmpty() {
    return quotas.isEmpty() && concurrent == null;
  }

  /** Those of them that the others do not have. */
  KnownLimits without(KnownLimits others) {
    if (isEmpty() || others.isEmpty()) {
      return this;
    }
    Map<Quota, Long> left = new EnumMap<>(Quota.class);
    quotas.forEach(
        (quota, limit) -> {
          if (!others.quotas.containsKey(quota)) {
            left.put(quota, limit);
          }
        });
    return new KnownLimits(left, others.concurrent == null ? concurrent : null);
  }
}
