/** Asks several models the same and takes the answer that agrees most with the others. */
@NullMarked
package sml.gateway.routing.consensus;

import org.jspecify.annotations.NullMarked;
