package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as the upstream counted them.
 *
 * @param prompt those that were read from a cache included
 * @param completion those of the reasoning included
 */
record TokenCounts(long prompt, long completion, long cached, long reasoning) {
  /** What is reported of an answer that was not counted: both protocols require numbers. */
  static final TokenCounts NONE = new TokenCounts(0, 0, 0, 0);

  static @Nullable TokenCounts read(@Nullable JsonNode usage) {
    if (usage == null || !usage.isObject()) {
      return null;
    }
    return new TokenCounts(
        usage.path("prompt_tokens").asLong(0),
        usage.path("completion_tokens").asLong(0),
        usage.path("prompt_tokens_details").path("cached_tokens").asLong(0),
        usage.path("completion_tokens_details").path("reasoning_tokens").asLong(0));
  }
}
