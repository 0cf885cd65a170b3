package sml.gateway.dashboard.live;

import org.jspecify.annotations.Nullable;

/** Sends a page those of its parts that it does not have yet. */
final class PartsViewer extends PageViewer {
  private final PageView view;
  private final PageFeeds feeds;
  private final String brought;
  private @Nullable PageFeed feed;
  private @Nullable PageParts known;
  private @Nullable PageState sent;

  /** A viewer whose page came with the parts of the fingerprint {@code brought}. */
  PartsViewer(PageView view, String brought, PageFeeds feeds) {
    this.view = view;
    this.brought = brought;
    this.feeds = feeds;
  }

  @Override
  boolean begin() {
    PageFeed joined = feeds.join(view, this);
    feed = joined;
    PageState now = joined.state();
    if (now != null && now.has(brought)) {
      wake();
      return false;
    }
    return true;
  }

  @Override
  byte[] news() {
    PageState now = feed == null ? null : feed.state();
    PageState before = sent;
    if (now == null || now == before) {
      return NONE;
    }
    byte[] due = before == null && now.has(brought) ? NONE : now.eventsSince(known);
    sent = now;
    known = now.parts().orElse(known);
    return due;
  }

  @Override
  void leave() {
    feeds.leave(view, this);
  }
}
