package sml.gateway.access;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.network.HttpReply;

/** Applies every safety rule to the head of a call before anything else is done with it. */
@Component("accessPolicy")
public final class AccessPolicy {
  /**
   * Headers outside {@code /v1} that keep other sites from framing, loading or sniffing an answer.
   */
  private static final Map<String, String> PAGES =
      Map.of(
          "x-frame-options", "SAMEORIGIN",
          "cross-origin-resource-policy", "same-origin",
          "x-content-type-options", "nosniff");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?|\\[?(0:){7}1]?");

  private final AccessSettings settings;
  private final HostRule hosts;
  private final CorsRule cors;
  private final OriginRule origins;
  private final KeyRule key;

  public AccessPolicy(AccessSettings settings) {
    hosts = new HostRule(settings.allowedHosts());
    cors = new CorsRule(settings.corsOrigins());
    origins = new OriginRule(cors);
    key = new KeyRule(settings.apiKey());
    this.settings = settings;
  }

  /** Decides whether the call may go on. */
  public AccessDecision judge(RequestOrigin requestOrigin) {
    if (requestOrigin.headers().values().stream().anyMatch(AccessPolicy::isTorn)) {
      return refuse(400, "A header value holds a control character.", null, Map.of());
    }
    if (!hosts.allows(requestOrigin.header("host"))) {
      return refuse(
          403,
          "This Host header is not allowed; add the name to SML_ALLOWED_HOSTS.",
          "host_not_allowed",
          Map.of());
    }
    if (!origins.allows(requestOrigin)) {
      return refuse(
          403,
          "Pages of another origin may not do this; SML_CORS_ORIGINS names those that may use /v1.",
          "origin_not_allowed",
          Map.of());
    }
    if (cors.isPreflight(requestOrigin)) {
      return preflight(requestOrigin);
    }
    if (!key.allows(requestOrigin)) {
      return unknownKey(requestOrigin);
    }
    return new AccessDecision.Admitted(
        requestOrigin.under("/v1") ? cors.headersFor(requestOrigin) : PAGES);
  }

  /**
   * Refuses to listen on an address that others can reach while no key is needed.
   *
   * @throws IllegalStateException whose message says how to fix it
   */
  public void requireSafeBind(String address) {
    boolean loopback = LOOPBACK.matcher(address).matches();
    if (!loopback && !settings.asksForKey() && !settings.trustNetwork()) {
      throw new IllegalStateException(
          "SML_BIND=%s lets others on the network use your provider keys without asking. Set"
                  .formatted(address)
              + " SML_API_KEY, or SML_TRUST_NETWORK=true if that network is private.");
    }
  }

  /** Whether a value would start a new line in a log or in a forwarded request. */
  private static boolean isTorn(String value) {
    return value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.indexOf('\0') >= 0;
  }

  private AccessDecision unknownKey(RequestOrigin requestOrigin) {
    Map<String, String> headers = new HashMap<>(cors.headersFor(requestOrigin));
    // a browser asks the person for the key when a page says Basic, programs send it as Bearer
    boolean program = requestOrigin.under("/v1") || requestOrigin.under("/api");
    headers.put("www-authenticate", program ? "Bearer" : "Basic realm=\"SMLGateway\"");
    return refuse(401, "Incorrect API key provided.", "invalid_api_key", headers);
  }

  private AccessDecision preflight(RequestOrigin requestOrigin) {
    Map<String, String> headers = cors.preflight(requestOrigin);
    return headers.isEmpty()
        ? refuse(
            403,
            "This origin is not allowed; add it to SML_CORS_ORIGINS.",
            "origin_not_allowed",
            Map.of("vary", "Origin"))
        : new AccessDecision.Answered(
            new HttpReply(204, headers, new HttpReply.Bytes(new byte[0])));
  }

  private static AccessDecision refuse(
      int status, String message, @Nullable String code, Map<String, String> more) {
    var headers = new HashMap<>(more);
    headers.put("content-type", "application/json");
    byte[] json = ErrorEnvelope.of(status, message, null, code).json();
    return new AccessDecision.Answered(
        new HttpReply(status, Map.copyOf(headers), new HttpReply.Bytes(json)));
  }
}
