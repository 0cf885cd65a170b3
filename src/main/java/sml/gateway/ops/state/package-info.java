/** Tells how the gateway is: the health for machines, the status for people. */
@NullMarked
package sml.gateway.ops.state;

import org.jspecify.annotations.NullMarked;
