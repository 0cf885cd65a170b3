package sml.gateway.access;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Accepts only known Host headers, against DNS rebinding by foreign pages. */
final class HostRule {
  private static final Set<String> ALWAYS =
      Set.of("localhost", "127.0.0.1", "[::1]", "host.docker.internal", "sml-gateway", "caddy");

  private final Set<String> names = new HashSet<>(ALWAYS);

  HostRule(Collection<String> more) {
    more.stream()
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
  }

  boolean allows(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String authority = host.toLowerCase(Locale.ROOT);
    int bracket = authority.indexOf(']');
    int colon = authority.indexOf(':', Math.max(bracket, 0));
    if (colon < 0) {
      return names.contains(authority);
    }
    return isPort(authority.substring(colon + 1)) && names.contains(authority.substring(0, colon));
  }

  private static boolean isPort(String text) {
    return !text.isEmpty()
        && text.length() <= 5
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
