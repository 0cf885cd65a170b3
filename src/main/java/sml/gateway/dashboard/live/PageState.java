package sml.gateway.dashboard.live;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A page as it was made last; what viewers get of it is written once for all who have the same. */
final class PageState {
  private static final PageParts NONE = new PageParts("", Map.of());

  private final Optional<PageParts> parts;
  private final Map<String, byte[]> events = new ConcurrentHashMap<>();

  /** A page that was made of these parts, or could not be made. */
  PageState(Optional<PageParts> parts) {
    this.parts = parts;
  }

  /** Its parts; empty when it could not be made. */
  Optional<PageParts> parts() {
    return parts;
  }

  boolean has(String fingerprint) {
    return parts.isPresent() && parts.get().fingerprint().equals(fingerprint);
  }

  /** The events that lead to it from {@code known}, or from nothing. */
  byte[] eventsSince(@Nullable PageParts known) {
    if (parts.isEmpty()) {
      return PageEvent.LOST;
    }
    PageParts now = parts.get();
    PageParts before = known == null ? NONE : known;
    return events.computeIfAbsent(
        before.fingerprint(), key -> PageEvent.parts(now.since(before), now.fingerprint()));
  }
}
