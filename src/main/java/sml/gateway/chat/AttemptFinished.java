package sml.gateway.chat;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An attempt is over, with or without an answer; for a stream, when its last byte came. Listeners
 * must not block: they run on the thread of the request.
 *
 * @param streamed the upstream was asked for a stream, whatever the client wants
 * @param attempt how it ended; {@link Attempt.Answered} means a complete answer
 * @param keyId id of the key that was used, null when the provider needs none
 * @param headers response headers of the upstream by lower-case name, empty when none came
 * @param usage token counts of the answer if the upstream gave them
 */
public record AttemptFinished(
    ChatRequest request,
    boolean streamed,
    Attempt attempt,
    @Nullable Long keyId,
    Map<String, String> headers,
    @Nullable Usage usage) {}
