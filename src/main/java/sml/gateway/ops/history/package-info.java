/** Sums the request log up by the hour, deletes what is old, and tells a client of its requests. */
@NullMarked
package sml.gateway.ops.history;

import org.jspecify.annotations.NullMarked;
