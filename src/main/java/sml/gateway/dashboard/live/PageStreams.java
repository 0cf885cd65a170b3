package sml.gateway.dashboard.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.RequestFinished;
import sml.gateway.jobs.OperatorEvent;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/**
 * {@code GET /live?page=}: the stream of an open page. A page without filters is made once for all
 * who have it open in one language, and they get the parts that have changed; a page with filters
 * only hears that something has.
 */
@Component("pageStreams")
final class PageStreams implements DisposableBean {
  private static final Set<String> PAGES =
      Set.of("/", "/requests", "/school", "/providers", "/caches", "/events", "/routes");
  private static final Map<String, String> HEAD =
      Map.of(
          "content-type", "text/event-stream; charset=utf-8",
          "cache-control", "no-store",
          "x-accel-buffering", "no");

  private final PageStreamSettings settings;
  private final PageFeeds feeds;
  private final Set<PageViewer> viewers = ConcurrentHashMap.newKeySet();
  private final Counter renderings;
  private final PagePace pace;
  private volatile boolean closed;

  PageStreams(HttpCall.Handler routes, PageStreamSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.feeds = new PageFeeds(routes);
    this.renderings =
        Counter.builder("sml.pages.renderings")
            .description("Pages made for those who have them open")
            .register(meters);
    Gauge.builder("sml.pages.viewers", viewers, Set::size)
        .description("Open pages that are kept up to date by a stream")
        .register(meters);
    this.pace = new PagePace(settings, this::show, this::render);
  }

  /** A stream that may last as long as the page is open. */
  private record Open(PageViewer viewer, PageStreams streams) implements HttpReply.Stream {
    @Override
    public void writeTo(ClientConnection client) {
      streams.serve(viewer, client);
    }

    @Override
    public boolean needsRoutes() {
      return false;
    }
  }

  /**
   * The stream of a page.
   *
   * @param page its path with its filters
   * @param have the fingerprint of the parts it came with
   */
  public HttpReply open(
      @Body HttpCall call,
      @Header("page") @Nullable String page,
      @Header("lang") @Nullable String language,
      @Header("have") @Nullable String have) {
    String[] address = (page == null ? "" : page).split("\\?", 2);
    if (!PAGES.contains(address[0])) {
      throw new GatewayException.NotFound("This page has no stream.", "page", "not_found");
    }
    if (closed || viewers.size() >= settings.mostViewers()) {
      byte[] why = "Too many pages are open.\n".getBytes(StandardCharsets.UTF_8);
      return new HttpReply(503, Map.of("content-type", "text/plain"), new HttpReply.Bytes(why));
    }
    if (call.method().equals("HEAD")) {
      return new HttpReply(200, HEAD, new HttpReply.Bytes(new byte[0]));
    }
    // a browser that was cut off says what it got last
    String last = call.header("last-event-id");
    String brought = last != null ? last : have == null ? "" : have;
    PageView view = new PageView(address[0], "th".equals(language) ? "th" : "en");
    PageViewer viewer =
        address.length == 2 ? new SignalViewer() : new PartsViewer(view, brought, feeds);
    return new HttpReply(200, HEAD, new Open(viewer, this));
  }

  private void serve(PageViewer viewer, ClientConnection client) {
    viewers.add(viewer);
    try {
      if (viewer.begin()) {
        pace.changed();
      }
      if (closed) {
        viewer.end();
      }
      viewer.writeTo(client, settings.heartbeat());
    } finally {
      viewer.leave();
      viewers.remove(viewer);
    }
  }

  /** A request is over, so figures have changed. */
  @EventListener
  public void on(RequestFinished finished) {
    changed();
  }

  /** A call to a provider is over; all background work makes such calls too. */
  @EventListener
  public void on(AttemptFinished finished) {
    changed();
  }

  /** Something is in the list of events. */
  @TransactionalEventListener(fallbackExecution = true)
  public void on(OperatorEvent event) {
    changed();
  }

  private void changed() {
    if (!viewers.isEmpty()) {
      pace.changed();
    }
  }

  private void show() {
    render();
    viewers.forEach(
        viewer -> {
          if (viewer instanceof SignalViewer) {
            viewer.wake();
          }
        });
  }

  private void render() {
    renderings.increment(feeds.render());
  }

  /** Ends all streams before the front waits for the calls in work. */
  @EventListener(ContextClosedEvent.class)
  @Order(Ordered.HIGHEST_PRECEDENCE)
  public void close() {
    closed = true;
    viewers.forEach(PageViewer::end);
  }

  @Override
  public void destroy() {
    pace.close();
  }
}
