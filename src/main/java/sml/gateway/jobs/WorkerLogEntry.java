package sml.gateway.jobs;

import java.time.Instant;

/** An entry of {@code worker_logs}; {@code level} is a word of its check constraint. */
record WorkerLogEntry(String step, String message, String level, Instant createdAt) {}
