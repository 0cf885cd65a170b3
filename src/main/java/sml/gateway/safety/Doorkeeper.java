package sml.gateway.safety;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Envelope;
import sml.gateway.chat.HttpReply;

/** Applies every safety rule to the head of a call before anything else is done with it. */
@Component("doorkeeper")
public final class Doorkeeper {
  /** What no other site may do with what lies outside {@code /v1}: frame it, load it, guess it. */
  private static final Map<String, String> PAGES =
      Map.of(
          "x-frame-options", "SAMEORIGIN",
          "cross-origin-resource-policy", "same-origin",
          "x-content-type-options", "nosniff");

  private final HostRule hosts;
  private final CorsRule cors;
  private final OriginRule origins;
  private final KeyRule key;
  private final BindRule bind;

  public Doorkeeper(SafetySettings settings) {
    hosts = new HostRule(settings.allowedHosts());
    cors = new CorsRule(settings.corsOrigins());
    origins = new OriginRule(cors);
    key = new KeyRule(settings.apiKey());
    bind = new BindRule(settings);
  }

  /** Decides whether the call may go on. */
  public Verdict judge(Knock knock) {
    if (HeaderRule.isTorn(knock.headers())) {
      return refuse(400, "A header value holds a control character.", null, Map.of());
    }
    if (!hosts.allows(knock.header("host"))) {
      return refuse(
          403,
          "This Host header is not allowed; add the name to SML_ALLOWED_HOSTS.",
          "host_not_allowed",
          Map.of());
    }
    if (!origins.allows(knock)) {
      return refuse(
          403,
          "Pages of another origin may not do this; SML_CORS_ORIGINS names those that may use /v1.",
          "origin_not_allowed",
          Map.of());
    }
    if (cors.isPreflight(knock)) {
      return preflight(knock);
    }
    if (!key.allows(knock)) {
      return unknownKey(knock);
    }
    return new Verdict.Admitted(knock.under("/v1") ? cors.headersFor(knock) : PAGES);
  }

  /**
   * Refuses to listen on an address that others can reach while anybody may call.
   *
   * @throws IllegalStateException with the way out in its message
   */
  public void requireSafeBind(String address) {
    bind.check(address);
  }

  private Verdict unknownKey(Knock knock) {
    Map<String, String> headers = new HashMap<>(cors.headersFor(knock));
    // a browser asks the person for the key when a page says Basic, programs send it as Bearer
    boolean program = knock.under("/v1") || knock.under("/api");
    headers.put("www-authenticate", program ? "Bearer" : "Basic realm=\"SMLGateway\"");
    return refuse(401, "Incorrect API key provided.", "invalid_api_key", headers);
  }

  private Verdict preflight(Knock knock) {
    Map<String, String> headers = cors.preflight(knock);
    return headers.isEmpty()
        ? refuse(
            403,
            "This origin is not allowed; add it to SML_CORS_ORIGINS.",
            "origin_not_allowed",
            Map.of("vary", "Origin"))
        : new Verdict.Answered(new HttpReply(204, headers, new HttpReply.Bytes(new byte[0])));
  }

  private static Verdict refuse(
      int status, String message, @Nullable String code, Map<String, String> more) {
    var headers = new HashMap<>(more);
    headers.put("content-type", "application/json");
    byte[] json = Envelope.of(status, message, null, code).json();
    return new Verdict.Answered(
        new HttpReply(status, Map.copyOf(headers), new HttpReply.Bytes(json)));
  }
}
