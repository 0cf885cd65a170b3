/** Writes one row with its trace per request, aside from the request, and shows rows and traces. */
@NullMarked
package sml.gateway.ops.log;

import org.jspecify.annotations.NullMarked;
