package sml.gateway.http;

import java.util.Optional;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** Calls that the process makes to its own routes, without a connection. */
record InnerCalls(RouteTable<FrontConsumer> table) implements HttpCall.Handler {

  @Override
  public HttpReply answer(HttpCall call) {
    // a route may be replaced between the two steps, so its successor is looked up
    return attempt(call).or(() -> attempt(call)).orElseGet(EarlyResponse::stopping);
  }

  private Optional<HttpReply> attempt(HttpCall call) {
    return switch (table.find(call.method(), call.path())) {
      case RouteTable.Match.Found<FrontConsumer>(FrontConsumer consumer) -> consumer.answer(call);
      case RouteTable.Match.WrongMethod<FrontConsumer> other -> unknown(call);
      case RouteTable.Match.Unknown<FrontConsumer> none -> unknown(call);
    };
  }

  private static Optional<HttpReply> unknown(HttpCall call) {
    String message = "Invalid URL (%s %s)".formatted(call.method(), call.path());
    return Optional.of(EarlyResponse.error(404, message, null));
  }
}
