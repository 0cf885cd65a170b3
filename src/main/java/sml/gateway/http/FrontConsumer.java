package sml.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.SuspendableService;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sml.gateway.chat.GatewayException.ClientDisconnected;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** Runs one route for the calls of one path. An exchange lasts until its reply is written. */
final class FrontConsumer extends DefaultConsumer
    implements PlatformHttpConsumer, Suspendable, SuspendableService {
  private static final Logger LOG = LoggerFactory.getLogger(FrontConsumer.class);

  private final RouteTable<FrontConsumer> table;
  private final PathTemplate path;
  private volatile @Nullable String route;

  FrontConsumer(
      PlatformHttpEndpoint endpoint, Processor processor, RouteTable<FrontConsumer> table) {
    super(endpoint, processor);
    this.table = table;
    this.path = PathTemplate.of(endpoint.getPath());
  }

  @Override
  public PlatformHttpEndpoint getEndpoint() {
    return (PlatformHttpEndpoint) super.getEndpoint();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    PlatformHttpEndpoint endpoint = getEndpoint();
    table.add(
        endpoint.getCamelContext(),
        endpoint.getPath(),
        endpoint.isMatchOnUriPrefix(),
        endpoint.getHttpMethodRestrict(),
        this);
  }

  @Override
  protected void doStop() throws Exception {
    table.remove(this);
    super.doStop();
  }

  /**
   * Runs the route and writes its reply; returns when the reply is written, or at once with false
   * when this consumer takes no calls any more.
   */
  boolean serve(HttpCall call, SocketConnection client) {
    return run(call, exchange -> reply(exchange, call, client));
  }

  /** Runs the route for a call of the process itself; empty when it takes no calls any more. */
  Optional<HttpReply> answer(HttpCall call) {
    List<HttpReply> made = new ArrayList<>(1);
    run(call, exchange -> made.add(reply(exchange, call)));
    return made.stream().findFirst();
  }

  private static HttpReply reply(Exchange exchange, HttpCall call) {
    Exception failure = exchange.getException();
    if (failure == null) {
      return RouteReply.of(exchange);
    }
    LOG.error("path={} failed inside the process", call.path(), failure);
    return EarlyResponse.error(500, "The gateway failed on this request.", "server_error");
  }

  private boolean run(HttpCall call, Ending ending) {
    Exchange exchange = createExchange(false);
    InflightRepository inflight = getEndpoint().getCamelContext().getInflightRepository();
    String route = route();
    // the route's own count ends before its reply is written, and a stop waits for this count;
    // counted before asking whether to run, so that a stop sees it or it sees the stop
    inflight.add(exchange, route);
    if (!takesCalls()) {
      inflight.remove(exchange, route);
      releaseExchange(exchange, false);
      return false;
    }
    boolean counted = true;
    try {
      fill(exchange, call);
      createUoW(exchange);
      getProcessor().process(exchange);
      if (!needsRoutes(exchange)) {
        inflight.remove(exchange, route);
        doneUoW(exchange);
        counted = false;
      }
      ending.of(exchange);
    } catch (Exception failure) {
      exchange.setException(failure);
      ending.of(exchange);
    } finally {
      if (counted) {
        inflight.remove(exchange, route);
        doneUoW(exchange);
      }
      releaseExchange(exchange, false);
    }
    return true;
  }

  /** False also when other routes answer by now, as its own may be replaced one by one. */
  private boolean takesCalls() {
    return isRunAllowed()
        && !isSuspendingOrSuspended()
        && table.shows(getEndpoint().getCamelContext());
  }

  /** What is done with an exchange whose steps are over, or have failed. */
  private interface Ending {
    void of(Exchange exchange);
  }

  private static boolean needsRoutes(Exchange exchange) {
    return !(exchange.getMessage().getBody() instanceof HttpReply reply
        && reply.content() instanceof HttpReply.Stream stream
        && !stream.needsRoutes());
  }

  /** Answers a call with an error that no route made. */
  static void refuse(HttpCall call, SocketConnection client, HttpReply error) {
    answer(client, ErrorShape.of(call.path(), call.headers(), call.id(), error));
  }

  private String route() {
    String known = route;
    if (known == null) {
      known =
          getEndpoint().getCamelContext().getRoutes().stream()
              .filter(
                  candidate ->
                      candidate.getConsumer() instanceof PlatformHttpConsumer consumer
                          && getEndpoint().equals(consumer.getEndpoint()))
              .map(Route::getId)
              .findFirst()
              .orElse("");
      route = known;
    }
    return known;
  }

  private void fill(Exchange exchange, HttpCall call) {
    exchange.setPattern(ExchangePattern.InOut);
    exchange.setProperty(HttpCall.PROPERTY, call);
    Message message = exchange.getIn();
    call.query().forEach((name, value) -> parameter(message, name, value));
    path.parameters(call.path()).forEach((name, value) -> parameter(message, name, value));
    message.setHeader(Exchange.HTTP_METHOD, call.method());
    message.setHeader(Exchange.HTTP_PATH, call.path());
    message.setBody(call);
  }

  /**
   * Parameters become headers, as everywhere in Camel; names that Camel or the reply use are
   * ignored.
   */
  private static void parameter(Message message, String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("camel") && !RouteReply.HEADERS.contains(lower)) {
      message.setHeader(name, value);
    }
  }

  private static void reply(Exchange exchange, HttpCall call, SocketConnection client) {
    Exception failure = exchange.getException();
    if (failure != null) {
      fail(failure, call, client);
    } else {
      answer(client, RouteReply.of(exchange));
    }
  }

  /** Writes a reply; returns when it is written. */
  static void answer(SocketConnection client, HttpReply reply) {
    switch (reply.content()) {
      case HttpReply.Bytes whole -> client.reply(reply.status(), reply.headers(), whole.bytes());
      case HttpReply.Stream stream -> {
        client.begin(reply.status(), reply.headers());
        stream.writeTo(client);
        client.finish();
      }
    }
  }

  private static void fail(Exception failure, HttpCall call, SocketConnection client) {
    if (failure instanceof ClientDisconnected || client.disconnected().fired()) {
      LOG.debug("request={} the client has left", call.id());
      client.abort();
      return;
    }
    LOG.error("request={} path={} failed", call.id(), call.path(), failure);
    if (client.begun()) {
      client.abort();
    } else {
      String message = "The gateway failed on this request.";
      refuse(call, client, EarlyResponse.error(500, message, "server_error"));
    }
  }
}
