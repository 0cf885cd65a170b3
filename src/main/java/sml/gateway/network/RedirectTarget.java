package sml.gateway.network;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider sends a request on to. Only a redirect that keeps method and body and stays at
 * the same scheme, host and port is followed: the request carries a key.
 */
public final class RedirectTarget {
  private static final int MOST = 3;

  private RedirectTarget() {}

  /** A redirect that is not followed. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    private Refused(int status, String where, String why) {
      super("it redirects (%d) to %s, which is not followed: %s".formatted(status, where, why));
    }
  }

  /**
   * The URL to send the request to again; null when the answer is no redirect.
   *
   * @param asked the URL that was answered so
   * @param location value of the header {@code Location}, null without one
   * @param followed how many redirects this request has behind it
   */
  public static @Nullable URI next(URI asked, int status, @Nullable String location, int followed)
      throws Refused {
    switch (status) {
      case 301, 302, 303, 307, 308 -> {}
      default -> {
        return null;
      }
    }
    if (location == null || location.isBlank()) {
      throw new Refused(status, "nowhere", "it has no Location");
    }
    URI target = target(asked, status, location.strip());
    if (status < 307) {
      throw new Refused(status, shown(target), "only 307 and 308 keep method and body");
    }
    if (!origin(target).equals(origin(asked)) || target.getRawUserInfo() != null) {
      throw new Refused(
          status, shown(target), "it is not at " + origin(asked) + " (HINT: change the base URL)");
    }
    if (followed >= MOST) {
      throw new Refused(status, shown(target), "it is redirect number " + (followed + 1));
    }
    return target;
  }

  private static URI target(URI asked, int status, String location) throws Refused {
    try {
      URI target = asked.resolve(location);
      if (target.getHost() == null) {
        throw new IllegalArgumentException("no host");
      }
      return target.getRawFragment() == null
          ? target
          : URI.create(target.toString().substring(0, target.toString().indexOf('#')));
    } catch (IllegalArgumentException noUrl) {
      throw new Refused(status, "something that is no URL", "it cannot be read");
    }
  }

  private static String origin(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    int port = url.getPort() == -1 ? usual : url.getPort();
    return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }

  /** Without the query, which may hold a key. */
  private static String shown(URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return origin(url) + path;
  }
}
