package sml.gateway.catalog;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/**
 * The limits of one key that the operator knows, as set on the row of its provider.
 *
 * @param since when they were set
 * @param account what all models of the key share
 * @param models limits of a model whose id fits the pattern, beside those of the account; of
 *     several patterns that fit the longest counts
 */
public record OperatorLimits(
    Instant since, Map<Kind, Long> account, Map<String, Map<Kind, Long>> models) {
  public static final OperatorLimits NONE = new OperatorLimits(Instant.EPOCH, Map.of(), Map.of());

  public OperatorLimits {
    account = Map.copyOf(account);
    models = Map.copyOf(models);
  }

  public boolean isEmpty() {
    return account.isEmpty() && models.isEmpty();
  }

  /** Limits of this model alone. */
  public Map<Kind, Long> ofModel(String id) {
    return models.keySet().stream()
        .filter(pattern -> Model.fits(pattern, id))
        .max(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
        .map(models::get)
        .orElse(Map.of());
  }

  /** What is limited. */
  public enum Kind {
    REQUESTS_PER_MINUTE,
    REQUESTS_PER_HOUR,
    REQUESTS_PER_DAY,
    REQUESTS_PER_MONTH,
    TOKENS_PER_MINUTE,
    TOKENS_PER_HOUR,
    TOKENS_PER_DAY,
    TOKENS_PER_MONTH,
    /** Calls that are under way at once. */
    CONCURRENT;

    /** As the API and the table write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
