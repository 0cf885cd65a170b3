package sml.gateway.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import sml.gateway.chat.Call;
import sml.gateway.chat.Cancellation;
import sml.gateway.chat.HttpReply;
import sml.gateway.http.closing.Occupancy;
import sml.gateway.http.pages.Pages;
import sml.gateway.safety.Doorkeeper;
import sml.gateway.safety.Knock;
import sml.gateway.safety.SoftRate;
import sml.gateway.safety.Verdict;

/** Takes every request on the event loop and hands it to a route on a virtual thread. */
final class Reception implements Handler<HttpServerRequest> {
  private final HttpSettings settings;
  private final Doorkeeper doorkeeper;
  private final SoftRate softRate;
  private final RouteTable<FrontConsumer> table;
  private final Pages pages;
  private final RequestIds ids;
  private final Lines lines;
  private final BodyReader bodies;
  private final EarlyAnswer early;
  private final Occupancy occupancy;
  private final ThreadFactory threads = Thread.ofVirtual().name("exchange-", 0).factory();

  Reception(
      HttpSettings settings,
      Doorkeeper doorkeeper,
      SoftRate softRate,
      RouteTable<FrontConsumer> table,
      Pages pages,
      RequestIds ids,
      Lines lines,
      Occupancy occupancy) {
    this.settings = settings;
    this.doorkeeper = doorkeeper;
    this.softRate = softRate;
    this.table = table;
    this.pages = pages;
    this.ids = ids;
    this.lines = lines;
    this.occupancy = occupancy;
    this.bodies = new BodyReader(settings.maxBody().toBytes(), settings.bodyPatience());
    this.early = new EarlyAnswer(settings.maxDrain().toBytes(), settings.bodyPatience());
  }

  /** What is known of a request once its head was read. */
  private record Head(
      HttpServerRequest request,
      Lines.Line line,
      SocketClient client,
      String id,
      String path,
      Map<String, String> headers,
      long startedNanos) {

    String method() {
      return request.method().name();
    }

    String name() {
      return method() + " " + path;
    }
  }

  @Override
  public void handle(HttpServerRequest request) {
    long started = System.nanoTime();
    String id = ids.next();
    Lines.Line line = lines.of(request.connection());
    var client = new SocketClient(request, id, line, settings.writePatience());
    line.busy(client);
    request.response().exceptionHandler(broken -> {});
    String path = RequestPath.decode(request.path());
    if (path == null || request.headers().getAll("host").size() > 1) {
      early.send(request, line, client, EarlyAnswer.error(400, "Invalid URL.", "invalid_url"));
      return;
    }
    var head = new Head(request, line, client, id, path, headers(request), started);
    switch (doorkeeper.judge(new Knock(head.method(), path, head.headers()))) {
      case Verdict.Answered(HttpReply reply) -> refuse(head, reply);
      case Verdict.Admitted(Map<String, String> headers) -> {
        client.always(withHint(head, headers));
        if (occupancy.leaving()) {
          client.always(Map.of("connection", "close"));
        }
        route(head);
      }
    }
  }

  /** A client that calls very often is told so, and served. */
  private Map<String, String> withHint(Head head, Map<String, String> headers) {
    if (!head.path().startsWith("/v1/")
        || !softRate.exceeded(peer(head.request()), head.startedNanos())) {
      return headers;
    }
    Map<String, String> more = new HashMap<>(headers);
    more.put("X-Resceo-Backoff", "true");
    return more;
  }

  private void route(Head head) {
    if (pages.covers(head.path())) {
      page(head);
      return;
    }
    switch (table.find(head.method(), head.path())) {
      case RouteTable.Match.Found<FrontConsumer>(FrontConsumer consumer) -> admit(head, consumer);
      case RouteTable.Match.WrongMethod<FrontConsumer>(var allowed) ->
          refuse(head, wrongMethod(head, String.join(", ", allowed)));
      case RouteTable.Match.Unknown<FrontConsumer>() ->
          refuse(head, EarlyAnswer.error(404, "Invalid URL (%s)".formatted(head.name()), null));
    }
  }

  private static HttpReply wrongMethod(Head head, String allowed) {
    return head.method().equals("OPTIONS")
        ? new HttpReply(204, Map.of("allow", allowed), new HttpReply.Bytes(new byte[0]))
        : EarlyAnswer.error(
            405,
            "Not allowed to %s on %s (HINT: use %s)".formatted(head.method(), head.path(), allowed),
            "allow",
            allowed);
  }

  private void page(Head head) {
    if (Pages.isAmbiguous(head.path())) {
      refuse(head, EarlyAnswer.error(400, "Invalid URL.", "invalid_url"));
    } else if (!pages.ready()) {
      refuse(head, EarlyAnswer.error(503, "The pages are not up.", "retry-after", "1"));
    } else {
      Lines.Line line = head.line();
      line.relax();
      head.request()
          .response()
          .endHandler(end -> line.expect(settings.idlePatience(), line::close));
      pages.forward(head.request(), head.client().always());
    }
  }

  private void admit(Head head, FrontConsumer consumer) {
    switch (occupancy.enter()) {
      case Occupancy.Entry.Taken(Runnable release) ->
          bodies.read(head.request(), head.line(), new Arrival(head, consumer, release));
      case Occupancy.Entry.Full() ->
          refuse(
              head, EarlyAnswer.error(503, "Too many requests are in work.", "retry-after", "1"));
      case Occupancy.Entry.Shut() -> refuse(head, EarlyAnswer.stopping());
    }
  }

  /** What to do once the body is here, or will not come. */
  private final class Arrival implements BodyReader.Reader {
    private final Head head;
    private final FrontConsumer consumer;
    private final Runnable release;
    private final Cancellation.Registration leaving;

    Arrival(Head head, FrontConsumer consumer, Runnable release) {
      this.head = head;
      this.consumer = consumer;
      this.release = release;
      this.leaving = head.client().gone().on(release);
    }

    @Override
    public void whole(byte[] body) {
      leaving.close();
      if (!head.client().gone().fired()) {
        dispatch(head, consumer, body, release);
      }
    }

    @Override
    public void tooLarge() {
      release.run();
      refuse(head, tooLargeReply());
    }

    @Override
    public void stalled() {
      release.run();
      head.client().always(Map.of("connection", "close"));
      refuse(head, EarlyAnswer.error(408, "The request body stopped coming.", null));
      head.line().expect(settings.headPatience(), head.line()::close);
    }
  }

  private HttpReply tooLargeReply() {
    return EarlyAnswer.error(
        413,
        "The request body is larger than %d bytes.".formatted(settings.maxBody().toBytes()),
        "request_too_large");
  }

  private void dispatch(Head head, FrontConsumer consumer, byte[] body, Runnable release) {
    var call =
        new Call(
            head.id(),
            head.method(),
            head.path(),
            query(head.request()),
            head.headers(),
            body,
            peer(head.request()),
            head.client(),
            head.startedNanos());
    threads
        .newThread(
            () -> {
              try {
                serve(call, head.client(), consumer);
              } finally {
                release.run();
              }
            })
        .start();
  }

  /** A route that was replaced while the body came is looked up again. */
  private void serve(Call call, SocketClient client, FrontConsumer consumer) {
    if (consumer.serve(call, client)) {
      return;
    }
    boolean served =
        table.find(call.method(), call.path())
                instanceof RouteTable.Match.Found<FrontConsumer>(FrontConsumer successor)
            && successor.serve(call, client);
    if (!served) {
      FrontConsumer.stopping(client);
    }
  }

  private void refuse(Head head, HttpReply reply) {
    early.send(head.request(), head.line(), head.client(), reply);
  }

  /** The client's address; behind a proxy of ours the one that the proxy saw. */
  private String peer(HttpServerRequest request) {
    String forwarded = settings.behindProxy() ? request.getHeader("x-forwarded-for") : null;
    if (forwarded != null && !forwarded.isBlank()) {
      return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }
    var address = request.remoteAddress();
    String host = address == null ? null : address.hostAddress();
    return host == null ? "" : host;
  }

  private static Map<String, String> headers(HttpServerRequest request) {
    Map<String, String> headers = HashMap.newHashMap(request.headers().size());
    request
        .headers()
        .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    return Collections.unmodifiableMap(headers);
  }

  private static Map<String, String> query(HttpServerRequest request) {
    String query = request.query();
    if (query == null || query.isEmpty()) {
      return Map.of();
    }
    try {
      Map<String, String> first = new HashMap<>();
      new QueryStringDecoder(query, StandardCharsets.UTF_8, false)
          .parameters()
          .forEach((name, values) -> first.put(name, values.getFirst()));
      return Collections.unmodifiableMap(first);
    } catch (IllegalArgumentException malformed) {
      return Map.of();
    }
  }
}
