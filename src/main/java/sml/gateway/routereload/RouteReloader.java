package sml.gateway.routereload;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import sml.gateway.http.FrontEngine;

/**
 * Loads edits of the folder. A candidate context tries an edit first. If it is valid, the candidate
 * serves requests at once; when the calls on the old routes have ended, the live context gets the
 * new routes and serves again. A defect leaves everything as it was. One thread only.
 */
final class RouteReloader {
  private static final Logger LOG = LoggerFactory.getLogger(RouteReloader.class);
  private static final int LOOKS_BEFORE_RETRY = 5;

  private final EditedFolder editedFolder;
  private final LiveContext liveContext;
  private final ApplicationContext beans;
  private final FrontEngine stage;
  private final RouteFileLoads routeFileLoads;
  private final InstantSource clock;
  private final Duration drain;

  private SortedMap<String, String> seen;
  private SortedMap<String, String> tried;
  private RouteSet serving;
  private RouteSet live;
  private @Nullable CandidateContext candidate;
  private long waitingSince;
  private int pause;
  private boolean stuck;
  private final List<CandidateContext> leaving = new ArrayList<>();

  RouteReloader(
      EditedFolder editedFolder,
      SortedMap<String, String> started,
      CamelContext context,
      ApplicationContext beans,
      FrontEngine stage,
      RouteFileLoads routeFileLoads,
      InstantSource clock,
      Duration drain)
      throws RouteDefect.Found {
    this.editedFolder = editedFolder;
    this.liveContext = new LiveContext(context);
    this.beans = beans;
    this.stage = stage;
    this.routeFileLoads = routeFileLoads;
    this.clock = clock;
    this.drain = drain;
    this.seen = started;
    this.tried = started;
    this.serving = RouteSet.of(started);
    this.live = serving;
    stage.show(context);
    routeFileLoads.succeeded(started.keySet(), serving);
  }

  /** Checks the folder and makes the next step of a reload. */
  void look() throws Exception {
    var now = editedFolder.read();
    boolean settled = now.equals(seen);
    seen = now;
    if (settled && !now.equals(tried)) {
      var edited = RouteSet.edited(now, tried);
      tried = now;
      tryOut(now, edited);
    }
    handBack();
    dismiss();
  }

  /** Ends every candidate context at shutdown. */
  void close() {
    if (candidate != null) {
      leaving.add(candidate);
      candidate = null;
    }
    leaving.forEach(CandidateContext::leave);
    leaving.clear();
  }

  /** All files that differ, else at least those edited just now. */
  private void tryOut(SortedMap<String, String> now, Set<String> edited) throws Exception {
    var all = RouteSet.edited(now, serving.texts());
    try {
      if (!all.isEmpty()) {
        accept(now);
      }
    } catch (RouteDefect.Found found) {
      if (all.equals(edited) || !acceptAlone(now, edited)) {
        refuse(all, found.defect());
        return;
      }
    }
    routeFileLoads.pendingOnly(RouteSet.edited(now, serving.texts()));
  }

  private boolean acceptAlone(SortedMap<String, String> now, Set<String> edited) throws Exception {
    var some = new TreeMap<>(serving.texts());
    for (String file : edited) {
      if (now.containsKey(file)) {
        some.put(file, now.get(file));
      } else {
        some.remove(file);
      }
    }
    try {
      accept(some);
      return true;
    } catch (RouteDefect.Found found) {
      return false;
    }
  }

  private void refuse(Set<String> files, RouteDefect routeDefect) {
    LOG.error("Edited routes are not used, the last good ones serve on: {}", routeDefect);
    routeFileLoads.pendingOnly(Set.of());
    for (String file : files) {
      boolean own = file.equals(routeDefect.file()) || routeDefect.file().isEmpty();
      routeFileLoads.failed(
          file, own ? routeDefect : new RouteDefect(file, 0, "waits for " + routeDefect));
    }
    if (!routeDefect.file().isEmpty() && !files.contains(routeDefect.file())) {
      routeFileLoads.failed(routeDefect.file(), routeDefect);
    }
  }

  private void accept(SortedMap<String, String> texts) throws Exception {
    var next = RouteSet.of(texts);
    var edited = RouteSet.edited(texts, serving.texts());
    if (edited.isEmpty()) {
      return;
    }
    if (!serving.affectedBy(next).isEmpty()) {
      var rehearsed = CandidateContext.rehearse(next, liveContext.context(), beans);
      rehearsed.enter();
      stage.show(rehearsed.context());
      if (candidate == null) {
        waitingSince = clock.millis();
      } else {
        leaving.add(candidate);
      }
      candidate = rehearsed;
      pause = 0;
      stuck = false;
    }
    serving = next;
    routeFileLoads.succeeded(edited, next);
    LOG.info("Routes taken over: {}", edited);
  }

  /** Gives the edit to the live context once no call waits for its old routes. */
  private void handBack() {
    var standIn = candidate;
    boolean late = clock.millis() - waitingSince > drain.toMillis();
    if (standIn == null || pause-- > 0 || !(liveContext.isQuiet() || late)) {
      return;
    }
    try {
      liveContext.change(live, serving, live.affectedBy(serving));
      live = serving;
      stage.show(liveContext.context());
      leaving.add(standIn);
      candidate = null;
    } catch (Exception failure) {
      // the candidate still serves; what jobs need may be away, e.g. the database
      pause = LOOKS_BEFORE_RETRY;
      if (!stuck) {
        LOG.error("The live context cannot take the edited routes over yet", failure);
      }
      stuck = true;
    }
  }

  private void dismiss() {
    for (CandidateContext one : List.copyOf(leaving)) {
      if (one.isQuiet()) {
        leaving.remove(one);
        one.leave();
      }
    }
  }
}
