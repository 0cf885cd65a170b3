package sml.gateway.ops.work;

import java.time.Instant;

/** A line of {@code worker_logs}; {@code level} is a word of its check constraint. */
record Line(String step, String message, String level, Instant createdAt) {}
