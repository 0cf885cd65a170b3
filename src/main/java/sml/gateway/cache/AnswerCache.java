package sml.gateway.cache;

import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChatRequest;

/**
 * The place of the caches in the chat route: for now it remembers nothing, so it recalls nothing.
 */
@Component("answerCache")
final class AnswerCache {

  /** The answer to the same request, or null on a miss. */
  public @Nullable Answer recall(@Variable("request") ChatRequest request) {
    return null;
  }

  /** Keeps an answer for later; the route calls it once an answer is known to be good. */
  public void remember() {}
}
