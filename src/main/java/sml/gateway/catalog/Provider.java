package sml.gateway.catalog;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One provider of the catalogue, as needed to ask it.
 *
 * @param name its id, the part before the slash in model ids
 * @param baseUrl API root; {@code /chat/completions} is appended
 * @param chatUrl full chat URL where it is not below the root, else null
 * @param auth how a key travels
 * @param dialect name of the dialect it speaks, {@code openai} unless stated
 * @param headers extra request headers, e.g. {@code HTTP-Referer} for OpenRouter
 * @param local it runs on the operator's machine: long silences are normal, it is asked last
 * @param enabled switched on by the operator and not paused
 * @param guarded the operator did not enter its addresses: only HTTPS to public ones may be called
 * @param resoldAs its name at the provider it is reached through, null when it is reached itself
 * @param reseller the provider it is reached through, null when it is reached itself
 * @param quotaOwner the provider whose account or address it shares, null for its own
 * @param access what its models cost: what was observed, else what its row says
 * @param useCredit the operator lets the gateway spend its starting credit
 * @param quotas when its daily and monthly quotas are full again
 * @param limits what the operator knows of the limits of its keys
 */
public record Provider(
    String name,
    String label,
    URI baseUrl,
    @Nullable URI chatUrl,
    Auth auth,
    String dialect,
    Map<String, String> headers,
    boolean local,
    boolean enabled,
    boolean guarded,
    @Nullable String resoldAs,
    @Nullable String reseller,
    @Nullable String quotaOwner,
    Access access,
    boolean useCredit,
    QuotaCalendar quotas,
    OperatorLimits limits) {

  /**
   * The provider whose key, account and limits a request uses: providers with the same owner are
   * one for hedging, limits and budgets.
   */
  public String owner() {
    if (quotaOwner != null) {
      return quotaOwner;
    }
    return reseller == null ? name : reseller;
  }

  /** True when the gateway may use it of its own accord; a model that is named may always be. */
  public boolean mayBeChosen() {
    return access.free() || (access == Access.CREDIT && useCredit);
  }

  /** The same provider with another access. */
  public Provider with(Access observed) {
    return new Provider(
        name,
        label,
        baseUrl,
        chatUrl,
        auth,
        dialect,
        headers,
        local,
        enabled,
        guarded,
        resoldAs,
        reseller,
        quotaOwner,
        observed,
        useCredit,
        quotas,
        limits);
  }

  /** The URL chat requests go to. */
  public URI chatEndpoint() {
    return chatUrl != null ? chatUrl : URI.create(baseUrl + "/chat/completions");
  }

  /** What the models of a provider cost. */
  public enum Access {
    /** A quota that is renewed. */
    FREE,
    /** Free without a key. */
    KEYLESS,
    /** A starting credit, then paid. */
    CREDIT,
    PAID,
    /** It does not answer any more. */
    RETIRED;

    /** True when they cost nothing. */
    public boolean free() {
      return this == FREE || this == KEYLESS;
    }

    /** As the table writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The access of a word of the table. */
    public static Access of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * How a key travels.
   *
   * @param name header or query parameter; unused for bearer and none
   */
  public record Auth(Scheme scheme, String name) {
    /** The schemes a catalogue row may name. */
    public enum Scheme {
      BEARER,
      HEADER,
      QUERY,
      NONE
    }

    /** {@code Authorization: Bearer key}. */
    public static final Auth BEARER = new Auth(Scheme.BEARER, "Authorization");
  }
}
