package sml.gateway.cache.exact;

import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheLookup;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChatRequest;

/** Recalls and remembers the answers to equal requests. */
@Component("exactCache")
final class ExactCache {

  /** What is remembered for this request; null when it cannot be answered from a cache. */
  public @Nullable CacheLookup find(@Variable("request") ChatRequest request) {
    return null;
  }

  /** The answer that was found; null on a miss. */
  public @Nullable Answer answer(@Variable("lookup") CacheLookup lookup) {
    return null;
  }

  /** The answer, which is remembered when it has gone out complete. */
  public Answer remember(
      @Variable("lookup") @Nullable CacheLookup lookup, @Variable("answer") Answer answer) {
    return answer;
  }
}
