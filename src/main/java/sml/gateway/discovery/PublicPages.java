package sml.gateway.discovery;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.updates.PageClient;
import sml.gateway.catalog.updates.PageClient.Page;

/**
 * Fetches pages from public addresses, and from the origins on this machine that are allowed as
 * stand-ins of a source. A redirect is followed a few times, and each hop is looked at as if it had
 * been the first.
 */
@Component
final class PublicPages {
  private static final int MOST_HOPS = 3;

  private final PageClient pageClient;
  private final Set<String> standIns;

  PublicPages(PageClient pageClient, DiscoverySettings settings) {
    this.pageClient = pageClient;
    this.standIns =
        settings.standIns().stream()
            .map(PublicPages::lower)
            .collect(Collectors.toUnmodifiableSet());
  }

  Page get(String url) {
    String next = url;
    for (int hop = 0; ; hop++) {
      Page page = pageClient.get(next, !standIns.contains(origin(next)));
      if (page.refused() && hop > 0) {
        String problem = "redirects to %s: %s".formatted(next, page.problem());
        return new Page(0, page.body(), "", problem, true);
      }
      if (page.status() < 300 || page.status() >= 400 || page.location().isEmpty()) {
        return page;
      }
      if (hop == MOST_HOPS) {
        return new Page(0, page.body(), "", "too many redirects", false);
      }
      try {
        next = URI.create(next).resolve(page.location()).toString();
      } catch (IllegalArgumentException e) {
        return new Page(0, page.body(), "", "redirects to something that is no URL", true);
      }
    }
  }

  private static String origin(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getRawUserInfo() != null
          ? ""
          : lower(uri.getScheme() + "://" + uri.getAuthority());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
