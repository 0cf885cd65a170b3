package sml.gateway.simulation;

import java.time.Duration;

/**
 * Waits of an answer.
 *
 * @param latency before the head
 * @param jitter up to this much more, drawn per request
 * @param firstEvent between the head and the first event or the body
 * @param gap between events
 */
public record Pace(Duration latency, Duration jitter, Duration firstEvent, Duration gap) {}
