package sml.gateway.modelhealth.quotas.known;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sml.gateway.modelhealth.quotas.readings.Quota;

/**
 * Limits that providers document but do not report in a header, from {@code catalog/limits.json}; a
 * limit that is learned replaces its hint.
 */
public final class DocumentedQuotas {
  private static final Hint NONE = new Hint(null, null, null, null, null, null);

  private final Map<String, Hint> byProvider;

  public DocumentedQuotas(Map<String, Hint> byProvider) {
    this.byProvider = byProvider;
  }

  /** Reads the file of this program. */
  public static DocumentedQuotas load(ObjectMapper json) {
    try (InputStream file = DocumentedQuotas.class.getResourceAsStream("/catalog/limits.json")) {
      return new DocumentedQuotas(
          json.readValue(
              file, json.getTypeFactory().constructMapType(Map.class, String.class, Hint.class)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("catalog/limits.json cannot be read", unreadable);
    }
  }

  /** Every hinted limit, by provider. */
  public List<Documented> all() {
    List<Documented> all = new ArrayList<>();
    new TreeMap<>(byProvider)
        .forEach(
            (provider, hint) -> {
              String scope = hint.scope() == Scope.MODEL ? "model" : "account";
              add(all, provider, null, scope, hint.limits());
              if (hint.concurrent() != null) {
                all.add(atOnce(provider, null, scope, hint.concurrent()));
              }
              if (hint.concurrentModels() != null) {
                hint.concurrentModels()
                    .forEach((model, own) -> all.add(atOnce(provider, model, "model", own)));
              }
              if (hint.models() != null) {
                hint.models().forEach((model, own) -> add(all, provider, model, "model", own));
              }
            });
    return all;
  }

  private static Documented atOnce(
      String provider, @Nullable String models, String scope, long limit) {
    return new Documented(provider, models, scope, "requests at once", limit, "documented");
  }

  private static void add(
      List<Documented> all,
      String provider,
      @Nullable String models,
      String scope,
      @Nullable Map<Quota, Long> limits) {
    if (limits != null) {
      limits.forEach(
          (quota, limit) ->
              all.add(new Documented(provider, models, scope, quota.words, limit, "documented")));
    }
  }

  /**
   * A limit that is known beforehand; what is measured wins.
   *
   * @param modelsWith it is of models whose id contains this, or fits it where the operator set the
   *     limit; null for all
   * @param scope model or account: what it counts
   * @param quota in words
   * @param source documented or operator
   */
  public record Documented(
      String provider,
      @Nullable String modelsWith,
      String scope,
      String quota,
      long limit,
      String source) {}

  /** Hinted limits that count per account. */
  KnownLimits ofAccount(String provider) {
    Hint hint = byProvider.getOrDefault(provider, NONE);
    return hint.scope() == Scope.ACCOUNT ? hint.own() : KnownLimits.NONE;
  }

  /** The providers whose hinted limits count per account. */
  public List<String> accounts() {
    return byProvider.keySet().stream().filter(name -> !ofAccount(name).isEmpty()).toList();
  }

  /** Hinted limits that count per model. */
  KnownLimits ofModel(String provider, String model) {
    Hint hint = byProvider.getOrDefault(provider, NONE);
    return hint.scope() == null ? KnownLimits.NONE : hint.ofModel(model);
  }

  public boolean countsPerAccount(String provider) {
    return byProvider.getOrDefault(provider, NONE).scope() == Scope.ACCOUNT;
  }

  public boolean countsPerModel(String provider) {
    return byProvider.getOrDefault(provider, NONE).scope() == Scope.MODEL;
  }

  /** What the provider counts under the bare header name {@code requests}. */
  public Quota requests(String provider) {
    Quota named = byProvider.getOrDefault(provider, NONE).requestsHeader();
    return named == null ? Quota.RPM : named;
  }

  /** Whether limits count per account or per model. */
  public enum Scope {
    ACCOUNT,
    MODEL
  }

  /**
   * One provider's row.
   *
   * @param scope what the limits count; null when it has none
   * @param limits how much of each quota one key has
   * @param models limits for models whose id contains this, in place of those that count per model
   *     and beside those of the account; the first that fits counts
   * @param requestsHeader what it counts under the bare header name {@code requests}
   * @param concurrent how many calls of one key may be under way at once
   * @param concurrentModels the same for models whose id contains this, as in {@code models}
   */
  public record Hint(
      @Nullable Scope scope,
      @Nullable Map<Quota, Long> limits,
      @Nullable Map<String, Map<Quota, Long>> models,
      @Nullable Quota requestsHeader,
      @Nullable Long concurrent,
      @Nullable Map<String, Long> concurrentModels) {
    private KnownLimits own() {
      return new KnownLimits(limits == null ? Map.of() : limits, concurrent);
    }

    private KnownLimits ofModel(String model) {
      KnownLimits others = scope == Scope.MODEL ? own() : KnownLimits.NONE;
      return new KnownLimits(
          first(models, model, others.quotas()),
          first(concurrentModels, model, others.concurrent()));
    }

    private static <T extends @Nullable Object> T first(
        @Nullable Map<String, ? extends T> models, String model, T others) {
      if (models != null) {
        for (var entry : models.entrySet()) {
          if (model.contains(entry.getKey())) {
            return entry.getValue();
          }
        }
      }
      return others;
    }
  }
}
