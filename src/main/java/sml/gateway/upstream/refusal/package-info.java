/** Reads what an upstream says when it refuses, and what that means for routing. */
@NullMarked
package sml.gateway.upstream.refusal;

import org.jspecify.annotations.NullMarked;
