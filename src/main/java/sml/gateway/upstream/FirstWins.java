package sml.gateway.upstream;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Attempt;

/**
 * Joins the branches of a hedge. The multicast ends at the first branch that asked to stop, the
 * winner; the request itself then goes on.
 */
@Component("firstWins")
final class FirstWins implements AggregationStrategy {

  @Override
  public Exchange aggregate(@Nullable Exchange before, Exchange branch) {
    return before != null && before.getMessage().getBody() instanceof Attempt.Answered
        ? before
        : branch;
  }

  @Override
  public void onCompletion(@Nullable Exchange joined, Exchange request) {
    if (joined != null) {
      // copied onto the request next; left set, it would stop the chat route after the hedge
      joined.setRouteStop(false);
    }
    request.setRouteStop(false);
  }
}
