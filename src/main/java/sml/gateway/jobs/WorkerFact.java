package sml.gateway.jobs;

import java.time.Instant;

/** A row of {@code worker_state}. */
record WorkerFact(String key, String value, Instant at) {}
