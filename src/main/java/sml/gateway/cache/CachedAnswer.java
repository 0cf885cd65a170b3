package sml.gateway.cache;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Usage;

/**
 * A complete answer that is remembered: finished, not cut, without a tool call.
 *
 * @param id names the entry for operators
 * @param model the model that gave it
 * @param json the {@code chat.completion} as its client got it; served under a new id
 * @param usage null when the upstream did not count
 * @param text content of its only choice
 * @param finishReason why the model ended
 * @param query the last user message, shortened
 * @param storedAt when it was remembered
 */
public record CachedAnswer(
    String id,
    ModelRef model,
    byte[] json,
    @Nullable Usage usage,
    String text,
    String finishReason,
    String query,
    Instant storedAt) {}
