package sml.gateway.ops.work;

import java.time.Instant;

/** A row of {@code worker_state}. */
record Fact(String key, String value, Instant at) {}
