package sml.gateway.catalog.providers;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.QuotaCalendar;

/**
 * What can be said about a provider: the part of a catalogue row that is shipped or typed. URLs may
 * hold the placeholders of {@link UrlPlaceholders}.
 *
 * @param modelsAuth how the list is asked where that differs from the chat
 * @param access {@code free} (a quota that is renewed), {@code keyless}, {@code credit} (a starting
 *     credit, then paid), {@code paid} or {@code retired}
 * @param accessFacts where that comes from
 * @param modelsFilter {@code all}, or {@code free} to take only models that the list shows to cost
 *     nothing or {@code freeModels} names
 * @param freeModels ids that cost nothing although the list does not say so, a star for any text;
 *     with {@code !} before it, ids that are never offered
 * @param models known without asking: ids, or objects with {@code id} and metadata
 * @param keyProof what proves a key: the model {@code list}, the smallest {@code chat}, a URL that
 *     answers only with a valid key, or {@code auto} for the list, and for the chat where the list
 *     answers without a key, too
 * @param envVar shown for orientation only; keys are never read from the environment
 * @param billing a warning, empty when the provider never bills without asking
 * @param quotaReset when its daily and monthly quotas are full again: {@code UTC}, the id of the
 *     time zone whose midnight counts, or {@code rolling}; null for {@code UTC}
 * @param quotaOwner the provider whose account or address it shares, null for its own
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonIgnoreProperties(value = "free_tier", allowGetters = true)
public record ProviderSpec(
    String label,
    String baseUrl,
    @Nullable String chatUrl,
    AuthSpec auth,
    @Nullable String modelsUrl,
    @Nullable AuthSpec modelsAuth,
    String modelsFilter,
    List<String> freeModels,
    List<JsonNode> models,
    String dialect,
    Map<String, String> headers,
    String envVar,
    String homepage,
    String notes,
    String billing,
    String access,
    AccessFacts accessFacts,
    boolean keyless,
    boolean local,
    @Nullable String quotaReset,
    @Nullable String quotaOwner,
    String keyProof) {

  /**
   * How a key travels.
   *
   * @param scheme bearer, header, query or none
   * @param name header or parameter, empty for bearer and none
   */
  public record AuthSpec(String scheme, String name) {
    Provider.Auth auth() {
      return new Provider.Auth(
          Provider.Auth.Scheme.valueOf(scheme.toUpperCase(Locale.ROOT)),
          scheme.equals("bearer") ? Provider.Auth.BEARER.name() : name);
    }
  }

  /**
   * Where the access of a provider comes from.
   *
   * @param since from when it is so, as a date, a month or a year; null while unknown
   * @param reason in a line
   * @param checked the day this was looked at last, null while it never was
   * @param card whether a card is asked for, null while unknown
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record AccessFacts(
      @Nullable String since,
      @Nullable String reason,
      @Nullable String checked,
      @Nullable Boolean card) {}

  /** True when its models cost nothing, as far as its row says. */
  @JsonProperty("free_tier")
  public boolean freeTier() {
    return accessOfRow().free();
  }

  /** What its models cost, as far as its row says. */
  Provider.Access accessOfRow() {
    return Provider.Access.of(access);
  }

  /** True when it answers without any key. */
  public boolean needsNoKey() {
    return keyless || auth.scheme().equals("none");
  }

  /** When its daily and monthly quotas are full again. */
  QuotaCalendar quotas() {
    return quotaReset == null ? QuotaCalendar.UTC : QuotaCalendar.of(quotaReset);
  }

  /** How its model list is asked. */
  public Provider.Auth listAuth() {
    return (modelsAuth != null ? modelsAuth : auth).auth();
  }
}
