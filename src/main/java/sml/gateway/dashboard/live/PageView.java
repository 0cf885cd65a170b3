package sml.gateway.dashboard.live;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** A page without filters in one language. */
record PageView(String path, String language) {
  private static final Logger LOG = LoggerFactory.getLogger(PageView.class);

  /** Its parts, made by the route of the page; empty when it cannot be made now. */
  Optional<PageParts> parts(HttpCall.Handler routes) {
    try {
      HttpReply reply = routes.answer(call());
      return reply.status() == 200 && reply.content() instanceof HttpReply.Bytes page
          ? Optional.of(PageParts.of(new String(page.bytes(), StandardCharsets.UTF_8)))
          : Optional.empty();
    } catch (RuntimeException failure) {
      LOG.warn("event=page_not_made path={} cause={}", path, failure.toString());
      return Optional.empty();
    }
  }

  private HttpCall call() {
    return new HttpCall(
        "page",
        "GET",
        path,
        Map.of(),
        Map.of("host", "localhost", "accept-language", language),
        new byte[0],
        "",
        new ClientConnection.None(),
        System.nanoTime());
  }
}
