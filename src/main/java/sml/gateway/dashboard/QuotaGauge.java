package sml.gateway.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is left of one limit of a model.
 *
 * @param kind {@code RPM}, {@code TPM}, {@code RPD} or {@code TPD}
 * @param share what is left of it, from 0 to 1
 */
record QuotaGauge(
    String provider,
    String model,
    String kind,
    long remaining,
    long limit,
    double share,
    @Nullable Object resetAt,
    String source) {
  private static final List<String> KINDS = List.of("Rpm", "Tpm", "Rpd", "Tpd");

  /** The member of the row that holds what is left. */
  @JsonProperty
  String figure() {
    return "remaining" + kind.charAt(0) + kind.substring(1).toLowerCase(Locale.ROOT);
  }

  /** The gauges of a row of {@code /api/provider-limits}; limits that are not known have none. */
  static List<QuotaGauge> of(Map<String, Object> row) {
    return KINDS.stream().flatMap(kind -> gauge(row, kind)).toList();
  }

  private static Stream<QuotaGauge> gauge(Map<String, Object> row, String kind) {
    if (row.get("limit" + kind) instanceof Number limit
        && row.get("remaining" + kind) instanceof Number remaining
        && limit.longValue() > 0) {
      return Stream.of(
          new QuotaGauge(
              String.valueOf(row.get("provider")),
              String.valueOf(row.get("modelId")),
              kind.toUpperCase(Locale.ROOT),
              remaining.longValue(),
              limit.longValue(),
              Math.clamp(remaining.doubleValue() / limit.doubleValue(), 0, 1),
              row.get("reset" + kind + "At"),
              String.valueOf(row.getOrDefault("source" + kind, row.get("source")))));
    }
    return Stream.empty();
  }

  /** The smallest share that is left of a row's limits; 1 without limits. */
  static double lowest(Map<String, Object> row) {
    return of(row).stream().mapToDouble(QuotaGauge::share).min().orElse(1);
  }
}
