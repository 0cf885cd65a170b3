/** The work cycle: one run at a time in the cluster, taken over when its runner dies. */
@NullMarked
package sml.gateway.ops.cycle;

import org.jspecify.annotations.NullMarked;
