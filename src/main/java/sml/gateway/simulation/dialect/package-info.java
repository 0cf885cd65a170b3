/** The error bodies, refusals and limit headers by which providers differ. */
@NullMarked
package sml.gateway.simulation.dialect;

import org.jspecify.annotations.NullMarked;
