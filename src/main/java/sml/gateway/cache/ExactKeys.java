package sml.gateway.cache;

import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ChatRequest;

/** The keys of requests in the exact cache. */
@FunctionalInterface
public interface ExactKeys {

  /** The key of a request; null when it cannot be answered from a cache. */
  @Nullable CacheKey of(ChatRequest request);
}
