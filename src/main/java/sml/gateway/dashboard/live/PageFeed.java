package sml.gateway.dashboard.live;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A page in one language while it is open somewhere: made once for all who look at it. */
final class PageFeed {
  private final Supplier<Optional<PageParts>> renderer;
  private final Set<PageViewer> viewers = ConcurrentHashMap.newKeySet();
  private volatile @Nullable PageState state;

  /** A page; {@code renderer} gives nothing when it cannot be made. */
  PageFeed(Supplier<Optional<PageParts>> renderer) {
    this.renderer = renderer;
  }

  /** The page as it was made last, null before it was made. */
  @Nullable PageState state() {
    return state;
  }

  void add(PageViewer viewer) {
    viewers.add(viewer);
  }

  /** The viewer has left; true when it was the last one. */
  boolean remove(PageViewer viewer) {
    viewers.remove(viewer);
    return viewers.isEmpty();
  }

  /** Makes the page again; who may lack something of it looks. */
  void render() {
    Optional<PageParts> now = renderer.get();
    PageState before = state;
    boolean other = before == null || !before.parts().equals(now);
    if (other) {
      state = new PageState(now);
    }
    for (PageViewer viewer : viewers) {
      if (other || !viewer.wasWoken()) {
        viewer.wake();
      }
    }
  }
}
