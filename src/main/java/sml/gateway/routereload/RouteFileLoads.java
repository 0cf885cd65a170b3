package sml.gateway.routereload;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** When each file was last loaded, and when and why it last failed to load. */
@Component
final class RouteFileLoads {
  private final Clock clock;
  private final Map<String, Instant> good = new ConcurrentHashMap<>();
  private final Map<String, Failed> failed = new ConcurrentSkipListMap<>();
  private volatile RouteSet serving = RouteSet.empty();

  RouteFileLoads(Clock clock) {
    this.clock = clock;
  }

  /** A load that failed; {@code pending} until the file is valid again or as it was. */
  record Failed(Instant at, RouteDefect defect, boolean pending) {}

  void succeeded(Collection<String> files, RouteSet now) {
    Instant at = clock.instant();
    serving = now;
    files.forEach(file -> good.put(file, at));
  }

  /** Clears the failures of all other files. */
  void pendingOnly(Set<String> files) {
    failed.replaceAll(
        (file, failure) ->
            new Failed(failure.at(), failure.defect(), failure.pending() && files.contains(file)));
  }

  void failed(String file, RouteDefect routeDefect) {
    failed.put(file, new Failed(clock.instant(), routeDefect, true));
  }

  @Nullable Instant good(String file) {
    return good.get(file);
  }

  Map<String, Failed> failures() {
    return failed;
  }

  /** The text that serves, empty for a file that is not known. */
  String textOf(String file) {
    return serving.texts().getOrDefault(file, "");
  }

  /** The file that declares this route, as it serves now; empty when none does. */
  String fileOf(String route) {
    return serving.outlines().values().stream()
        .filter(routeOutline -> routeOutline.lineOf(route) > 0)
        .map(RouteOutline::file)
        .findFirst()
        .orElse("");
  }
}
