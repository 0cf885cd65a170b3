package sml.gateway.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is left of one limit of a model or account, and where both numbers come from.
 *
 * @param model empty for a limit of the whole account
 * @param kind {@code RPM}, {@code TPM}, {@code RPD} or {@code TPD}, of others what they count
 * @param share what is left of it, from 0 to 1
 * @param limitSource a source of {@code /api/provider-limits}
 * @param words the header or refusal that the limit was read from
 * @param at when it was
 */
record QuotaGauge(
    String provider,
    String model,
    String kind,
    long remaining,
    long limit,
    double share,
    @Nullable Object resetAt,
    String limitSource,
    String remainingSource,
    @Nullable Object words,
    @Nullable Object at) {
  private static final int SHORT = 3;
  private static final String AT_ONCE = "CONCURRENT";

  /**
   * The gauge of an entry of {@code numbers} there; numbers that are not known have none, nor have
   * documented ones of which nothing was used, and those that the operator set for models.
   */
  static Stream<QuotaGauge> of(Map<String, Object> number) {
    if (number.get("limit") instanceof Number limit
        && number.get("remaining") instanceof Number remaining
        && number.get("limitSource") instanceof Map<?, ?> limitSource
        && number.get("remainingSource") instanceof Map<?, ?> remainingSource
        && limit.longValue() > 0
        && (remaining.longValue() < limit.longValue() || isShownUnused(number, limitSource))) {
      String kind = String.valueOf(number.get("kind"));
      Object model = number.get("modelId");
      return Stream.of(
          new QuotaGauge(
              String.valueOf(number.get("provider")),
              model == null ? "" : model.toString(),
              kind.length() <= SHORT ? kind : String.valueOf(number.get("quota")),
              remaining.longValue(),
              limit.longValue(),
              Math.clamp(remaining.doubleValue() / limit.doubleValue(), 0, 1),
              number.get("resetAt"),
              String.valueOf(limitSource.get("source")),
              String.valueOf(remainingSource.get("source")),
              limitSource.get("words"),
              limitSource.get("at")));
    }
    return Stream.empty();
  }

  // what the operator set for an account is one gauge, for models it would be many
  private static boolean isShownUnused(Map<String, Object> number, Map<?, ?> limitSource) {
    return switch (String.valueOf(limitSource.get("source"))) {
      case "hint" -> false;
      case "operator" -> number.get("modelId") == null;
      default -> true;
    };
  }

  /** The gauges of limits that are used up by and by, not by the calls of this moment. */
  static Stream<QuotaGauge> overTime(Map<String, Object> number) {
    return AT_ONCE.equals(number.get("kind")) ? Stream.empty() : of(number);
  }

  /** What singles its entry out there, for the tests of pages. */
  @JsonProperty
  String row() {
    String name = kind.length() <= SHORT ? "kind" : "quota";
    return "provider=%s&modelId=%s&%s=%s".formatted(provider, model, name, kind);
  }

  /** What it is of: the model, or the provider for a limit of the account. */
  public String name() {
    return model.isEmpty() ? provider : provider + "/" + model;
  }
}
