package sml.gateway.http;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds heads that two readers of HTTP could understand differently: where the body ends, and whom
 * the request is for. Contradicting lengths are refused by the parser before.
 */
final class FramingCheck {
  private FramingCheck() {}

  /** What is wrong, for the client to read; null when all is well. */
  public static @Nullable String flaw(@Nullable String target, MultiMap headers) {
    List<String> codings = headers.getAll("transfer-encoding");
    if (codings.size() > 1 || !codings.stream().allMatch("chunked"::equalsIgnoreCase)) {
      return "Only the transfer encoding 'chunked' is understood.";
    }
    List<String> hosts = headers.getAll("host");
    if (hosts.size() > 1) {
      return "A request has one Host header.";
    }
    if (headers.contains("")) {
      return "A header has no name.";
    }
    return target == null || target.startsWith("/") || isFor(hosts, target)
        ? null
        : "The URL must be a path of this host.";
  }

  /** Whether an absolute target, as proxies send it, is for the host of the header. */
  private static boolean isFor(List<String> hosts, String target) {
    String lower = target.toLowerCase(Locale.ROOT);
    return !hosts.isEmpty()
        && (lower + "/").startsWith("http://" + hosts.getFirst().toLowerCase(Locale.ROOT) + "/");
  }
}
