package sml.gateway.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code events}; members are fields of {@code GET /api/events}.
 *
 * @param id its row number, null while it is not in the table yet
 */
record EventRow(
    @Nullable Long id,
    String type,
    String title,
    String detail,
    @Nullable String provider,
    @Nullable String modelId,
    String severity,
    Instant createdAt) {}
