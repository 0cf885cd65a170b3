/** Measures what the gateway does, for Prometheus. */
@NullMarked
package sml.gateway.ops.metrics;

import org.jspecify.annotations.NullMarked;
