package sml.gateway.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** Calls that the process makes to its own routes, without a connection. */
record InnerCalls(RouteTable<FrontConsumer> table) implements HttpCall.Handler {

  @Override
  public HttpReply answer(HttpCall call) {
    @Nullable FrontConsumer last = null;
    while (table.find(call.method(), call.path())
            instanceof RouteTable.Match.Found<FrontConsumer>(FrontConsumer consumer)
        && consumer != last) {
      Optional<HttpReply> reply = consumer.answer(call);
      if (reply.isPresent()) {
        return reply.get();
      }
      // it was replaced between the two steps, or the process stops
      last = consumer;
    }
    return last == null ? unknown(call) : EarlyResponse.stopping();
  }

  private static HttpReply unknown(HttpCall call) {
    String message = "Invalid URL (%s %s)".formatted(call.method(), call.path());
    return EarlyResponse.error(404, message, null);
  }
}
