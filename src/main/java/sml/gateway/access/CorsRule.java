package sml.gateway.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Lets pages of this machine, and those the owner names, read answers of {@code /v1}. */
final class CorsRule {
  private static final Pattern LOCAL =
      Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");
  private static final String EXPOSED =
      "X-SMLGateway-Model, X-SMLGateway-Model-Alias, X-SMLGateway-Provider,"
          + " X-SMLGateway-Request-Id, X-SMLGateway-Cache, X-SMLGateway-Hedge,"
          + " X-SMLGateway-Consensus, X-Resceo-Backoff, x-request-id, retry-after, x-should-retry";
  private static final String METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS";
  private static final String USUAL_HEADERS = "authorization, content-type";
  private static final String ONE_DAY_SECONDS = "86400";

  private final Set<String> origins = new HashSet<>();

  CorsRule(Collection<String> more) {
    more.stream()
        .map(origin -> origin.strip().toLowerCase(Locale.ROOT))
        .filter(origin -> !origin.isEmpty())
        .forEach(origins::add);
  }

  boolean isPreflight(RequestOrigin requestOrigin) {
    return requestOrigin.method().equals("OPTIONS")
        && requestOrigin.under("/v1")
        && requestOrigin.header("origin") != null
        && requestOrigin.header("access-control-request-method") != null;
  }

  /** Headers of the answer to a preflight; empty when the origin is not allowed. */
  Map<String, String> preflight(RequestOrigin requestOrigin) {
    Map<String, String> base = headersFor(requestOrigin);
    if (!base.containsKey("access-control-allow-origin")) {
      return Map.of();
    }
    var headers = new HashMap<>(base);
    String asked = requestOrigin.header("access-control-request-headers");
    headers.put("access-control-allow-methods", METHODS);
    headers.put("access-control-allow-headers", asked == null ? USUAL_HEADERS : asked);
    headers.put("access-control-max-age", ONE_DAY_SECONDS);
    return Map.copyOf(headers);
  }

  /** Headers of any answer to this call. */
  Map<String, String> headersFor(RequestOrigin requestOrigin) {
    String origin = requestOrigin.header("origin");
    if (origin == null || !requestOrigin.under("/v1")) {
      return Map.of();
    }
    if (!allows(origin)) {
      return Map.of("vary", "Origin");
    }
    return Map.of(
        "access-control-allow-origin", origin,
        "access-control-expose-headers", EXPOSED,
        "vary", "Origin");
  }

  /** True for a call of a page that may use {@code /v1}. */
  boolean allows(RequestOrigin requestOrigin) {
    String origin = requestOrigin.header("origin");
    return origin != null && allows(origin);
  }

  private boolean allows(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    return LOCAL.matcher(lower).matches() || origins.contains("*") || origins.contains(lower);
  }
}
