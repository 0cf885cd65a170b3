package sml.gateway.catalog;

import java.net.URI;
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
 * @param quotas when its daily and monthly quotas are full again
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
    QuotaCalendar quotas) {

  /**
   * The provider whose key, account and limits a request uses: providers with the same owner are
   * one for hedging, limits and budgets.
   */
  public String owner() {
    return reseller == null ? name : reseller;
  }

  /** The URL chat requests go to. */
  public URI chatEndpoint() {
    return chatUrl != null ? chatUrl : URI.create(baseUrl + "/chat/completions");
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
