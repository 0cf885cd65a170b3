package sml.gateway.access;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other origins from changing or spending anything, and from Jolokia altogether. A
 * client that is no browser sends neither {@code Origin} nor {@code Sec-Fetch-Site}.
 */
final class OriginRule {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");

  private final CorsRule cors;

  /** {@code cors} knows whose pages may call {@code /v1} nevertheless. */
  OriginRule(CorsRule cors) {
    this.cors = cors;
  }

  boolean allows(RequestOrigin requestOrigin) {
    boolean jolokia = requestOrigin.path().toLowerCase(Locale.ROOT).contains("jolokia");
    if (jolokia) {
      // an answer as a script could be read by any page, and by a browser that sends no origin
      return !requestOrigin.query().containsKey("callback") && isOwn(requestOrigin);
    }
    if (READING.contains(requestOrigin.method())) {
      return true;
    }
    return isOwn(requestOrigin) || (requestOrigin.under("/v1") && cors.allows(requestOrigin));
  }

  private static boolean isOwn(RequestOrigin requestOrigin) {
    String site = requestOrigin.header("sec-fetch-site");
    if (site != null && !OWN_PAGES.contains(site)) {
      return false;
    }
    String origin = requestOrigin.header("origin");
    return origin == null || isSame(origin, requestOrigin.header("host"));
  }

  private static boolean isSame(String origin, @Nullable String host) {
    if (host == null) {
      return false;
    }
    String lower = origin.toLowerCase(Locale.ROOT);
    String own = host.toLowerCase(Locale.ROOT);
    return lower.equals("http://" + withoutPort(own, ":80"))
        || lower.equals("https://" + withoutPort(own, ":443"));
  }

  private static String withoutPort(String host, String port) {
    return host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
  }
}
