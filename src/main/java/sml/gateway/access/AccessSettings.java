package sml.gateway.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the safety rules, {@code sml.safety.*}.
 *
 * @param allowedHosts host names accepted in the Host header beside the built-in ones, no port
 * @param corsOrigins origins whose pages may call {@code /v1} beside those of this machine, each as
 *     {@code scheme://host[:port]}; {@code *} stands for any
 * @param apiKey the bearer token every caller must send; empty means that none is asked for
 * @param softRateLimit calls a minute from one address after which {@code X-Resceo-Backoff} is sent
 * @param trustNetwork true when every client that reaches a non-loopback address may call without a
 *     key
 */
@Validated
@ConfigurationProperties("sml.safety")
public record AccessSettings(
    @DefaultValue List<String> allowedHosts,
    @DefaultValue List<String> corsOrigins,
    @Nullable String apiKey,
    @DefaultValue("60") int softRateLimit,
    @DefaultValue("false") boolean trustNetwork) {

  /** Only what is always allowed, no key. */
  public static AccessSettings defaults() {
    return new AccessSettings(List.of(), List.of(), null, 60, false);
  }

  boolean asksForKey() {
    return apiKey != null && !apiKey.isBlank();
  }
}
