package sml.gateway.discovery;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code sml.discovery.*}.
 *
 * @param enabled whether new providers are looked for; {@code SML_DISCOVERY}
 * @param openrouterUrl list of OpenRouter's providers
 * @param huggingfaceUrl model list of Hugging Face's router, or another list of its providers
 * @param candidates names and patterns that are tried out, see {@code PatternSource}
 * @param standIns origins on this machine, such as {@code http://127.0.0.1:9000}, that may stand in
 *     for these three sources; nothing else that the operator did not enter may be on this machine
 * @param probeParallel how many candidates are asked at a time
 * @param mostNew how many newcomers one run takes in at most
 * @param retell how long a refusal that repeats is not reported again
 * @param scanParallel how many providers are scanned at a time
 */
@Validated
@ConfigurationProperties("sml.discovery")
record DiscoverySettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("https://openrouter.ai/api/v1/providers") @NotNull String openrouterUrl,
    @DefaultValue("https://router.huggingface.co/v1/models") @NotNull String huggingfaceUrl,
    @DefaultValue("classpath:discovery/candidates.json") @NotNull Resource candidates,
    @DefaultValue({}) Set<String> standIns,
    @DefaultValue("8") @Min(1) @Max(64) int probeParallel,
    @DefaultValue("2000") @Min(1) int mostNew,
    @DefaultValue("24h") @NotNull Duration retell,
    @DefaultValue("8") @Min(1) @Max(64) int scanParallel) {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /** Stand-ins are for tests; they must not weaken the address guard. */
  @AssertTrue(message = "stand-ins must be origins on this machine, like http://127.0.0.1:9000")
  boolean isStandInsOnThisMachine() {
    return standIns.stream().allMatch(DiscoverySettings::onThisMachine);
  }

  private static boolean onThisMachine(String origin) {
    try {
      URI uri = URI.create(origin);
      return uri.getHost() != null
          && LOOPBACK.contains(uri.getHost())
          && uri.getRawUserInfo() == null
          && uri.getRawPath().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
