package sml.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.springframework.util.unit.DataSize;
import sml.gateway.chat.Call;
import sml.gateway.chat.Cancellation;
import sml.gateway.chat.HttpReply;
import sml.gateway.http.closing.Occupancy;
import sml.gateway.http.head.Framing;
import sml.gateway.http.head.RequestIds;
import sml.gateway.http.head.RequestPath;
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
  private final BodyReader pageBodies;
  private final BodyDecoder decoder;
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
    this.bodies = reader(settings, settings.maxBody());
    this.pageBodies = reader(settings, settings.maxPageBody());
    this.decoder = new BodyDecoder(settings.maxBody().toBytes());
    this.early = new EarlyAnswer(settings.maxDrain().toBytes(), settings.bodyPatience());
  }

  private static BodyReader reader(HttpSettings settings, DataSize most) {
    return new BodyReader(most.toBytes(), settings.bodyPatience(), settings.bodyTime());
  }

  @Override
  public void handle(HttpServerRequest request) {
    long started = System.nanoTime();
    String id = ids.next();
    Lines.Line line = lines.of(request.connection());
    if (line.isOver()) {
      return;
    }
    var client = new SocketClient(request, id, line, settings.writePatience());
    line.busy(client);
    request.response().exceptionHandler(broken -> {});
    String flaw = Framing.flaw(request.uri(), request.headers());
    if (flaw != null) {
      // where the next request begins is not certain, so there is none
      client.always(Map.of("connection", "close"));
      request.response().endHandler(end -> line.close());
      line.expect(settings.headPatience(), line::close);
      early.send(request, line, client, EarlyAnswer.error(400, flaw, null));
      return;
    }
    String path = RequestPath.decode(request.path());
    if (path == null) {
      early.send(request, line, client, EarlyAnswer.error(400, "Invalid URL.", "invalid_url"));
      return;
    }
    var head =
        new Head(
            request, line, client, id, path, Head.query(request), Head.headers(request), started);
    switch (doorkeeper.judge(new Knock(head.method(), path, head.query(), head.headers()))) {
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
        || !softRate.exceeded(head.peer(settings.behindProxy()), head.startedNanos())) {
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
    if (Pages.isAmbiguous(head.request().uri(), head.path())) {
      refuse(head, EarlyAnswer.error(400, "Invalid URL.", "invalid_url"));
    } else if (!pages.ready()) {
      refuse(head, EarlyAnswer.error(503, "The pages are not up.", "retry-after", "1"));
    } else {
      enter(head, pageBodies, (body, release) -> forward(head, body, release));
    }
  }

  private void forward(Head head, byte[] body, Runnable release) {
    Lines.Line line = head.line();
    line.relax();
    line.expect(settings.pagePatience(), line::close);
    var response = head.request().response();
    response.closeHandler(closed -> release.run());
    response.endHandler(
        end -> {
          release.run();
          line.expect(settings.idlePatience(), line::close);
        });
    pages.forward(head.request(), body, head.client().always());
  }

  private void admit(Head head, FrontConsumer consumer) {
    enter(head, bodies, (body, release) -> dispatch(head, consumer, body, release));
  }

  /** What is done with a whole body; {@code release} is to be run when it is done. */
  private interface Work {
    void with(byte[] body, Runnable release);
  }

  private void enter(Head head, BodyReader reader, Work work) {
    switch (occupancy.enter()) {
      case Occupancy.Entry.Taken(Runnable release) ->
          reader.read(head.request(), head.line(), new Arrival(head, work, release));
      case Occupancy.Entry.Full() ->
          refuse(
              head, EarlyAnswer.error(503, "Too many requests are in work.", "retry-after", "1"));
      case Occupancy.Entry.Shut() -> refuse(head, EarlyAnswer.stopping());
    }
  }

  /** What to do once the body is here, or will not come. */
  private final class Arrival implements BodyReader.Reader {
    private final Head head;
    private final Work work;
    private final Runnable release;
    private final Cancellation.Registration leaving;

    Arrival(Head head, Work work, Runnable release) {
      this.head = head;
      this.work = work;
      this.release = release;
      this.leaving = head.client().gone().on(release);
    }

    @Override
    public void whole(byte[] body) {
      leaving.close();
      if (!head.client().gone().fired()) {
        work.with(body, release);
      }
    }

    @Override
    public void tooLarge(long most) {
      release.run();
      String message = "The request body is larger than %d bytes.".formatted(most);
      refuse(head, EarlyAnswer.error(413, message, "request_too_large"));
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
      refuse(head, EarlyAnswer.error(status, message, null));
      head.line().expect(settings.headPatience(), head.line()::close);
    }
  }

  private void dispatch(Head head, FrontConsumer consumer, byte[] body, Runnable release) {
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

  private void decodeAndServe(Head head, FrontConsumer consumer, byte[] body) {
    String coding = head.coding();
    if (coding.isEmpty()) {
      serve(call(head, head.headers(), body), head.client(), consumer);
      return;
    }
    switch (decoder.decode(body, coding)) {
      case BodyDecoder.Refused(HttpReply reply) -> FrontConsumer.answer(head.client(), reply);
      case BodyDecoder.Decoded(byte[] decoded) ->
          serve(call(head, head.decodedHeaders(decoded.length), decoded), head.client(), consumer);
    }
  }

  private Call call(Head head, Map<String, String> headers, byte[] body) {
    return new Call(
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
}
