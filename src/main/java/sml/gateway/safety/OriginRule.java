package sml.gateway.safety;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps pages of other origins from changing anything behind {@code /v1} and from Jolokia. */
final class OriginRule {
  private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");

  boolean allows(Knock knock) {
    if (!guards(knock)) {
      return true;
    }
    String site = knock.header("sec-fetch-site");
    if (site != null && !OWN_PAGES.contains(site)) {
      return false;
    }
    String origin = knock.header("origin");
    return origin == null || isSame(origin, knock.header("host"));
  }

  private static boolean guards(Knock knock) {
    boolean jolokia = knock.path().toLowerCase(Locale.ROOT).contains("jolokia");
    return jolokia || (CHANGING.contains(knock.method()) && !knock.under("/v1"));
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
