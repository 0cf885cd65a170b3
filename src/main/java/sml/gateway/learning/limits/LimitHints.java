package sml.gateway.learning.limits;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits that providers document but do not tell in a header, from {@code catalog/limits.json}; a
 * limit that is learned replaces its hint.
 */
public final class LimitHints {
  private static final Hint NONE = new Hint(null, null, null, null, null);

  private final Map<String, Hint> byProvider;

  public LimitHints(Map<String, Hint> byProvider) {
    this.byProvider = byProvider;
  }

  /** Reads the file of this program. */
  public static LimitHints load(ObjectMapper json) {
    try (InputStream file = LimitHints.class.getResourceAsStream("/catalog/limits.json")) {
      return new LimitHints(
          json.readValue(
              file, json.getTypeFactory().constructMapType(Map.class, String.class, Hint.class)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("catalog/limits.json cannot be read", unreadable);
    }
  }

  /** Hinted limits that count per account. */
  Map<Quota, Long> ofAccount(String provider) {
    Hint hint = byProvider.getOrDefault(provider, NONE);
    return hint.scope() == Scope.ACCOUNT ? hint.limits() : Map.of();
  }

  /** The providers whose hinted limits count per account. */
  List<String> accounts() {
    return byProvider.keySet().stream().filter(name -> !ofAccount(name).isEmpty()).toList();
  }

  /** Hinted limits that count per model. */
  Map<Quota, Long> ofModel(String provider) {
    Hint hint = byProvider.getOrDefault(provider, NONE);
    return hint.scope() == Scope.MODEL ? hint.limits() : Map.of();
  }

  boolean countsPerAccount(String provider) {
    return byProvider.getOrDefault(provider, NONE).scope() == Scope.ACCOUNT;
  }

  /** What the provider counts under the bare header name {@code requests}. */
  Quota requests(String provider) {
    Quota named = byProvider.getOrDefault(provider, NONE).requestsHeader();
    return named == null ? Quota.RPM : named;
  }

  /** Whether limits count per account or per model. */
  public enum Scope {
    ACCOUNT,
    MODEL
  }

  /** One provider's row. */
  public record Hint(
      @Nullable Scope scope,
      @Nullable Long rpm,
      @Nullable Long rpd,
      @Nullable Long tpm,
      @Nullable Quota requestsHeader) {

    Map<Quota, Long> limits() {
      Map<Quota, Long> limits = new EnumMap<>(Quota.class);
      put(limits, Quota.RPM, rpm);
      put(limits, Quota.RPD, rpd);
      put(limits, Quota.TPM, tpm);
      return limits;
    }

    private static void put(Map<Quota, Long> limits, Quota quota, @Nullable Long limit) {
      if (limit != null) {
        limits.put(quota, limit);
      }
    }
  }
}
