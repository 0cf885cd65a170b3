package sml.gateway.network;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a discovered URL has to look like: plain HTTPS to a host with a plain name. Where the name
 * leads is looked at when it is connected to, by {@link PublicHostResolver}.
 */
public final class UrlRule {
  private static final int LONGEST = 2000;
  private static final int HTTPS = 443;
  private static final Pattern NAME =
      Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");
  private static final Pattern LITERAL = Pattern.compile("\\[.*|[0-9.]+|0x[0-9a-fx.]*");
  private static final List<String> INSIDE =
      List.of(".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".corp");

  private UrlRule() {}

  /** Why the URL may not be called, in words; null when it may. */
  public static @Nullable String problem(String url) {
    if (url.length() > LONGEST) {
      return "the URL is too long";
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      return "it is not a URL";
    }
    if (!"https".equalsIgnoreCase(uri.getScheme())) {
      return "only https is allowed";
    }
    if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
      return "the URL names a user";
    }
    String host = uri.getHost();
    if (host == null) {
      return "the URL has no plain host name";
    }
    if (uri.getPort() != -1 && uri.getPort() != HTTPS) {
      return "port " + uri.getPort() + " is not allowed";
    }
    return hostProblem(host.toLowerCase(Locale.ROOT));
  }

  private static @Nullable String hostProblem(String host) {
    if (LITERAL.matcher(host).matches()) {
      return host + " is an address, not a name";
    }
    if (host.equals("localhost") || INSIDE.stream().anyMatch(host::endsWith)) {
      return host + " is a name for inside a network";
    }
    // a name in another script can be made to look like any other
    if (!NAME.matcher(host).matches() || host.startsWith("xn--") || host.contains(".xn--")) {
      return host + " is not a plain name";
    }
    return null;
  }
}
