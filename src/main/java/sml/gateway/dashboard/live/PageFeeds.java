package sml.gateway.dashboard.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sml.gateway.network.HttpCall;

/** The pages that are open somewhere. */
final class PageFeeds {
  private final Map<PageView, PageFeed> open = new ConcurrentHashMap<>();
  private final HttpCall.Handler routes;

  PageFeeds(HttpCall.Handler routes) {
    this.routes = routes;
  }

  /** One more viewer of a page. */
  PageFeed join(PageView view, PageViewer viewer) {
    return open.compute(
        view,
        (key, known) -> {
          PageFeed feed = known == null ? new PageFeed(() -> view.parts(routes)) : known;
          feed.add(viewer);
          return feed;
        });
  }

  /** The viewer has left; a page without viewers is forgotten. */
  void leave(PageView view, PageViewer viewer) {
    open.computeIfPresent(view, (key, feed) -> feed.remove(viewer) ? null : feed);
  }

  /** Makes all of them again; returns how many. */
  int render() {
    var now = open.values();
    int made = 0;
    for (PageFeed feed : now) {
      feed.render();
      made++;
    }
    return made;
  }
}
