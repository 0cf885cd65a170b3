package sml.gateway.observability;

import org.jspecify.annotations.Nullable;

/**
 * Figures of the last requests; every figure is null while nothing was measured.
 *
 * @param requests how many requests it is based on
 * @param successRate percent of them that were answered
 * @param unavailableRate percent of them that were refused with 503
 * @param p50Ms median time to the first content of a stream or to the end of a whole answer
 * @param p99Ms the same for the 99th percentile, nearest rank
 * @param avgMs the same as a mean
 */
record RequestFigures(
    int requests,
    @Nullable Double successRate,
    @Nullable Double unavailableRate,
    @Nullable Long p50Ms,
    @Nullable Long p99Ms,
    @Nullable Long avgMs) {}
