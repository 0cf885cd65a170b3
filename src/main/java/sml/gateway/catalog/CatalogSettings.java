package sml.gateway.catalog;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code sml.catalog.*}.
 *
 * @param dataDir folder of the key file {@code key}; {@code SML_DATA_DIR}
 * @param encryptionKey encrypts the stored keys instead of the key file: 32 bytes in Base64 or any
 *     passphrase; {@code SML_ENCRYPTION_KEY}
 * @param oldEncryptionKey the key before {@code encryptionKey}; what it opens is encrypted anew at
 *     the start; {@code SML_ENCRYPTION_KEY_OLD}
 * @param seeds the shipped providers
 * @param ollamaBaseUrl stands for <code>${OLLAMA_BASE_URL}</code> in catalogue rows
 * @param cloudflareAccountId stands for <code>${CLOUDFLARE_ACCOUNT_ID}</code> in catalogue rows
 * @param listTime the whole of one model list request, connect to last byte
 * @param listSize bytes of a model list that are read at most
 * @param missingGrace how long a model that left its provider's list stays usable
 * @param keyRest how long a key that its provider rejects cools down; doubles each time
 * @param longestKeyRest the longest of these cooldowns
 * @param keyRefusals how many calls in a row with 401 or 403 make a key rejected although a check
 *     accepts it
 * @param accessProbeEvery how often a provider whose free tier was seen to end is asked whether it
 *     is back
 * @param unreachableFor how long a provider must be silent to count as retired
 */
@ConfigurationProperties("sml.catalog")
@Validated
public record CatalogSettings(
    @DefaultValue("data") @NotNull Path dataDir,
    @Nullable String encryptionKey,
    @Nullable String oldEncryptionKey,
    @DefaultValue("classpath:catalog/providers.json") @NotNull Resource seeds,
    @DefaultValue("http://localhost:11434") @NotNull String ollamaBaseUrl,
    @Nullable String cloudflareAccountId,
    @DefaultValue("20s") @NotNull Duration listTime,
    @DefaultValue("16MB") @NotNull DataSize listSize,
    @DefaultValue("48h") @NotNull Duration missingGrace,
    @DefaultValue("1m") @NotNull Duration keyRest,
    @DefaultValue("6h") @NotNull Duration longestKeyRest,
    @DefaultValue("3") @Min(1) int keyRefusals,
    @DefaultValue("24h") @NotNull Duration accessProbeEvery,
    @DefaultValue("3d") @NotNull Duration unreachableFor) {

  /** Never shows an encryption key. */
  @Override
  public String toString() {
    return "CatalogSettings[dataDir=" + dataDir + ", seeds=" + seeds + "]";
  }
}
