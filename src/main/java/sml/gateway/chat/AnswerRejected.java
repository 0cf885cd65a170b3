package sml.gateway.chat;

/**
 * A user found an answer wrong, after it had counted as a success.
 *
 * @param requestId the request that was answered
 * @param category what its prompt was taken for
 * @param reason what is wrong with it, in the user's words
 */
public record AnswerRejected(String requestId, ModelRef ref, Category category, String reason) {}
