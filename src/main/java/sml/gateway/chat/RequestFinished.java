package sml.gateway.chat;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sml.gateway.network.HttpCall;

/**
 * A request is over and its client has the reply. Listeners must not block.
 *
 * @param request null when it was refused at admission
 * @param plan the last plan with all attempts, null when none was made
 * @param answeredBy the model whose answer (or last part) the client got, null when none
 * @param status HTTP status the client got; a stream that failed in-band has 200 and an error
 * @param error the message the client got, null on success
 * @param usage token counts of the answer if known
 * @param tookMs from the head of the request to the last byte of the reply
 * @param firstByteMs from the head of the request to the first byte of content, null when none
 * @param cache what the caches had for it
 * @param answer makes the text of the answer as far as the client got it, empty when it got none
 */
public record RequestFinished(
    HttpCall call,
    @Nullable ChatRequest request,
    @Nullable Plan plan,
    @Nullable ModelRef answeredBy,
    int status,
    @Nullable String error,
    @Nullable Usage usage,
    long tookMs,
    @Nullable Long firstByteMs,
    CacheVerdict cache,
    Supplier<String> answer) {}
