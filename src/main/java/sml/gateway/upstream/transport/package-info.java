/** The pooled HTTP client of the upstream calls, its limits and what it measures. */
@NullMarked
package sml.gateway.upstream.transport;

import org.jspecify.annotations.NullMarked;
