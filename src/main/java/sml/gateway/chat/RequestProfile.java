package sml.gateway.chat;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What routing needs to know of a request, read once from its body.
 *
 * @param thai the answer has to be in Thai
 * @param tools the request offers tools
 * @param toolLoop a tool result is among the messages
 * @param images an image is among the messages
 * @param json a JSON answer is demanded by {@code response_format}
 * @param estimatedTokens size of the prompt, rounded up; an image counts 1,000
 * @param maxTokens {@code max_completion_tokens} or {@code max_tokens}, 0 when absent
 * @param toolCallId id of the call whose result is the last message, null outside a tool loop
 * @param stream the client wants server-sent events
 * @param includeUsage the client asked for a usage chunk
 * @param signs what in the prompt spoke for the category, as a short text for people; empty when it
 *     was not read, computed when asked for
 */
public record RequestProfile(
    Category category,
    boolean thai,
    boolean tools,
    boolean toolLoop,
    @Nullable String toolCallId,
    boolean images,
    boolean json,
    int estimatedTokens,
    int maxTokens,
    boolean stream,
    boolean includeUsage,
    Supplier<String> signs) {

  /** The signs of a category that nothing in the prompt spoke for. */
  public static final Supplier<String> NO_SIGNS = () -> "";

  /** The same for a whole answer. */
  public RequestProfile whole() {
    return new RequestProfile(
        category,
        thai,
        tools,
        toolLoop,
        toolCallId,
        images,
        json,
        estimatedTokens,
        maxTokens,
        false,
        false,
        signs);
  }
}
