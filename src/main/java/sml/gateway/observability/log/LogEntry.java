package sml.gateway.observability.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The flat columns of a row of {@code gateway_logs}; members become column names in snake case and
 * fields of {@code /api/gateway-logs} as they are.
 *
 * @param id its row number, null while it waits in the buffer
 * @param firstByteMs time to the first content, null when none came
 * @param attempts models that were really asked
 */
record LogEntry(
    @Nullable Long id,
    String requestId,
    String requestModel,
    @Nullable String resolvedModel,
    @Nullable String provider,
    int status,
    long latencyMs,
    @Nullable Long firstByteMs,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable String error,
    @Nullable String userMessage,
    @Nullable String assistantMessage,
    @Nullable String clientIp,
    @Nullable String category,
    boolean stream,
    boolean hedge,
    int attempts,
    String cache,
    Instant createdAt) {}
