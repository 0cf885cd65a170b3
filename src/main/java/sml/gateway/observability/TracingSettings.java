package sml.gateway.observability;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings {@code sml.tracing.*}.
 *
 * @param endpoint root URL of an OTLP/HTTP collector, as {@code http://localhost:4318}; empty: no
 *     traces, and nothing of OpenTelemetry runs; {@code SML_OTLP_ENDPOINT}
 */
@ConfigurationProperties("sml.tracing")
record TracingSettings(@Nullable String endpoint) {

  /** Where spans are posted to. */
  String traces() {
    String root = endpoint == null ? "" : endpoint.strip();
    return root.replaceFirst("/+$", "") + "/v1/traces";
  }
}
