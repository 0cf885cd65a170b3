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
  private final HostRule hosts;
  private final OriginRule origins = new OriginRule();
  private final CorsRule cors;
  private final KeyRule key;
  private final BindRule bind;

  public Doorkeeper(SafetySettings settings) {
    hosts = new HostRule(settings.allowedHosts());
    cors = new CorsRule(settings.corsOrigins());
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
          403, "Pages of another origin may not do this.", "origin_not_allowed", Map.of());
    }
    if (cors.isPreflight(knock)) {
      return preflight(knock);
    }
    Map<String, String> headers = cors.headersFor(knock);
    if (!key.allows(knock)) {
      return refuse(401, "Incorrect API key provided.", "invalid_api_key", headers);
    }
    return new Verdict.Admitted(headers);
  }

  /**
   * Refuses to listen on an address that others can reach while anybody may call.
   *
   * @throws IllegalStateException with the way out in its message
   */
  public void requireSafeBind(String address) {
    bind.check(address);
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
    if (status == 401) {
      headers.put("www-authenticate", "Bearer");
    }
    byte[] json = Envelope.of(status, message, null, code).json();
    return new Verdict.Answered(
        new HttpReply(status, Map.copyOf(headers), new HttpReply.Bytes(json)));
  }
}
