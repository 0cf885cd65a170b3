package sml.gateway.modelhealth.cooldowns;

import java.time.Duration;

/**
 * When a breaker opens and how it closes again.
 *
 * @param leastSuccess share of recent results below which it opens, 0 to 1
 * @param leastCalls results needed for a verdict
 * @param window how many results count as recent
 * @param open how long every request is rejected
 * @param namedProbe pause between two probes of a model that clients name
 * @param probeTimeout a probe that takes longer no longer keeps others out
 * @param forget results older than this are no longer recent
 */
public record BreakerPolicy(
    double leastSuccess,
    int leastCalls,
    int window,
    Duration open,
    Duration namedProbe,
    Duration probeTimeout,
    Duration forget) {}
