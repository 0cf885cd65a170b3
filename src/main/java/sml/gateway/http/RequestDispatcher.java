package sml.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.springframework.util.unit.DataSize;
import sml.gateway.access.AccessDecision;
import sml.gateway.access.AccessPolicy;
import sml.gateway.access.RequestOrigin;
import sml.gateway.access.SoftRateLimit;
import sml.gateway.http.ConnectionRegistry.Connection;
import sml.gateway.network.Cancellation;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** Takes every request on the event loop and hands it to a route on a virtual thread. */
final class RequestDispatcher implements Handler<HttpServerRequest> {
  private final HttpSettings settings;
  private final AccessPolicy accessPolicy;
  private final SoftRateLimit softRateLimit;
  private final RouteTable<FrontConsumer> table;
  private final ServletForwarder servletForwarder;
  private final RequestIds ids;
  private final ConnectionRegistry connections;
  private final RequestBodyReader bodies;
  private final RequestBodyReader pageBodies;
  private final BodyDecoder decoder;
  private final EarlyResponse early;
  private final ConcurrencyLimiter limiter;
  private final ThreadFactory threads = Thread.ofVirtual().name("exchange-", 0).factory();

  RequestDispatcher(
      HttpSettings settings,
      AccessPolicy accessPolicy,
      SoftRateLimit softRateLimit,
      RouteTable<FrontConsumer> table,
      ServletForwarder servletForwarder,
      RequestIds ids,
      ConnectionRegistry connections,
      ConcurrencyLimiter limiter) {
    this.settings = settings;
    this.accessPolicy = accessPolicy;
    this.softRateLimit = softRateLimit;
    this.table = table;
    this.servletForwarder = servletForwarder;
    this.ids = ids;
    this.connections = connections;
    this.limiter = limiter;
    this.bodies = reader(settings, settings.maxBody());
    this.pageBodies = reader(settings, settings.maxPageBody());
    this.decoder = new BodyDecoder(settings.maxBody().toBytes());
    this.early = new EarlyResponse(settings.maxDrain().toBytes(), settings.bodyTimeout());
  }

  private static RequestBodyReader reader(HttpSettings settings, DataSize most) {
    return new RequestBodyReader(most.toBytes(), settings.bodyTimeout(), settings.bodyTime());
  }

  @Override
  public void handle(HttpServerRequest request) {
    long started = System.nanoTime();
    String id = ids.next();
    Connection connection = connections.of(request.connection());
    if (connection.isOver()) {
      return;
    }
    var client = new SocketConnection(request, id, connection, settings.writeTimeout());
    connection.busy(client);
    request.response().exceptionHandler(broken -> {});
    String flaw = FramingCheck.flaw(request.uri(), request.headers());
    if (flaw != null) {
      refuseFraming(request, connection, client, flaw);
      return;
    }
    String path = RequestPath.decode(request.path());
    if (path == null) {
      early.send(
          request, connection, client, EarlyResponse.error(400, "Invalid URL.", "invalid_url"));
      return;
    }
    var query = RequestHead.query(request);
    var headers = RequestHead.headers(request);
    var head = new RequestHead(request, connection, client, id, path, query, headers, started);
    var origin = new RequestOrigin(head.method(), path, query, headers);
    switch (accessPolicy.judge(origin)) {
      case AccessDecision.Answered(HttpReply reply) -> refuse(head, reply);
      case AccessDecision.Admitted(Map<String, String> extra) -> {
        client.always(withHint(head, extra));
        if (limiter.leaving()) {
          client.always(Map.of("connection", "close"));
        }
        route(head);
      }
    }
  }

  private void refuseFraming(
      HttpServerRequest request, Connection connection, SocketConnection client, String flaw) {
    // where the next request begins is not certain, so there is none
    client.always(Map.of("connection", "close"));
    request.response().endHandler(end -> connection.close());
    connection.expect(settings.headTimeout(), connection::close);
    early.send(request, connection, client, EarlyResponse.error(400, flaw, null));
  }

  /** A client that calls very often gets a hint, and is served. */
  private Map<String, String> withHint(RequestHead head, Map<String, String> headers) {
    if (!head.path().startsWith("/v1/")
        || !softRateLimit.exceeded(head.peer(settings.behindProxy()), head.startedNanos())) {
      return headers;
    }
    Map<String, String> more = new HashMap<>(headers);
    more.put("X-Resceo-Backoff", "true");
    return more;
  }

  private void route(RequestHead head) {
    if (servletForwarder.covers(head.path())) {
      page(head);
      return;
    }
    switch (table.find(head.method(), head.path())) {
      case RouteTable.Match.Found<FrontConsumer>(FrontConsumer consumer) -> admit(head, consumer);
      case RouteTable.Match.WrongMethod<FrontConsumer>(var allowed) ->
          refuse(head, wrongMethod(head, String.join(", ", allowed)));
      case RouteTable.Match.Unknown<FrontConsumer>() ->
          refuse(head, EarlyResponse.error(404, "Invalid URL (%s)".formatted(head.name()), null));
    }
  }

  private static HttpReply wrongMethod(RequestHead head, String allowed) {
    return head.method().equals("OPTIONS")
        ? new HttpReply(204, Map.of("allow", allowed), new HttpReply.Bytes(new byte[0]))
        : EarlyResponse.error(
            405,
            "Not allowed to %s on %s (HINT: use %s)".formatted(head.method(), head.path(), allowed),
            "allow",
            allowed);
  }

  private void page(RequestHead head) {
    if (ServletForwarder.isAmbiguous(head.request().uri(), head.path())) {
      refuse(head, EarlyResponse.error(400, "Invalid URL.", "invalid_url"));
    } else if (!servletForwarder.ready()) {
      refuse(head, EarlyResponse.error(503, "The pages are not up.", "retry-after", "1"));
    } else {
      enter(head, pageBodies, (body, release) -> forward(head, body, release));
    }
  }

  private void forward(RequestHead head, byte[] body, Runnable release) {
    Connection connection = head.connection();
    connection.detach();
    connection.expect(settings.pageTimeout(), connection::close);
    var response = head.request().response();
    response.closeHandler(closed -> release.run());
    response.endHandler(
        end -> {
          release.run();
          connection.expect(settings.idleTimeout(), connection::close);
        });
    servletForwarder.forward(head.request(), body, head.client().always());
  }

  private void admit(RequestHead head, FrontConsumer consumer) {
    enter(head, bodies, (body, release) -> dispatch(head, consumer, body, release));
  }

  /** What is done with a complete body; {@code release} must be run afterwards. */
  private interface Work {
    void with(byte[] body, Runnable release);
  }

  private void enter(RequestHead head, RequestBodyReader reader, Work work) {
    switch (limiter.enter()) {
      case ConcurrencyLimiter.Entry.Taken(Runnable release) ->
          reader.read(head.request(), head.connection(), new Arrival(head, work, release));
      case ConcurrencyLimiter.Entry.Full() ->
          refuse(
              head, EarlyResponse.error(503, "Too many requests are in work.", "retry-after", "1"));
      case ConcurrencyLimiter.Entry.Shut() -> refuse(head, EarlyResponse.stopping());
    }
  }

  /** What to do once the body is here, or will not come. */
  private final class Arrival implements RequestBodyReader.Reader {
    private final RequestHead head;
    private final Work work;
    private final Runnable release;
    private final Cancellation.Registration leaving;

    Arrival(RequestHead head, Work work, Runnable release) {
      this.head = head;
      this.work = work;
      this.release = release;
      this.leaving = head.client().disconnected().on(release);
    }

    @Override
    public void whole(byte[] body) {
      leaving.close();
      if (!head.client().disconnected().fired()) {
        work.with(body, release);
      }
    }

    @Override
    public void tooLarge(long most) {
      release.run();
      String message = "The request body is larger than %d bytes.".formatted(most);
      refuse(head, EarlyResponse.error(413, message, "request_too_large"));
    }

    @Override
    public void stalled() {
      giveUp(408, "The request body stopped coming.");
    }

    @Override
    public void malformed() {
      giveUp(400, "The request body is not framed as HTTP says.");
    }

    private void giveUp(int status, String message) {
      release.run();
      head.client().always(Map.of("connection", "close"));
      refuse(head, EarlyResponse.error(status, message, null));
      head.connection().expect(settings.headTimeout(), head.connection()::close);
    }
  }

  private void dispatch(RequestHead head, FrontConsumer consumer, byte[] body, Runnable release) {
    threads
        .newThread(
            () -> {
              try {
                decodeAndServe(head, consumer, body);
              } catch (Error fatal) {
                // out of memory for this answer: its client shall not wait for the rest
                head.client().abort();
                throw fatal;
              } finally {
                head.client().over();
                release.run();
              }
            })
        .start();
  }

  private void decodeAndServe(RequestHead head, FrontConsumer consumer, byte[] body) {
    String coding = head.coding();
    if (coding.isEmpty()) {
      serve(call(head, head.headers(), body), head.client(), consumer);
      return;
    }
    switch (decoder.decode(body, coding)) {
      case BodyDecoder.Refused(HttpReply reply) ->
          FrontConsumer.answer(
              head.client(), ErrorShape.of(head.path(), head.headers(), head.id(), reply));
      case BodyDecoder.Decoded(byte[] decoded) ->
          serve(call(head, head.decodedHeaders(decoded.length), decoded), head.client(), consumer);
    }
  }

  private HttpCall call(RequestHead head, Map<String, String> headers, byte[] body) {
    return new HttpCall(
        head.id(),
        head.method(),
        head.path(),
        head.query(),
        headers,
        body,
        head.peer(settings.behindProxy()),
        head.client(),
        head.startedNanos());
  }

  /** A route that was replaced while the body came is looked up again. */
  private void serve(HttpCall call, SocketConnection client, FrontConsumer found) {
    FrontConsumer consumer = found;
    while (!consumer.serve(call, client)) {
      if (!(table.find(call.method(), call.path())
              instanceof RouteTable.Match.Found<FrontConsumer>(FrontConsumer successor))
          || successor == consumer) {
        FrontConsumer.refuse(call, client, EarlyResponse.stopping());
        return;
      }
      consumer = successor;
    }
  }

  private void refuse(RequestHead head, HttpReply reply) {
    HttpReply shaped = ErrorShape.of(head.path(), head.headers(), head.id(), reply);
    early.send(head.request(), head.connection(), head.client(), shaped);
  }
}
