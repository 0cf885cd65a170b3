/** Breakers: who is left alone after failing too often, and who finds out when it is over. */
@NullMarked
package sml.gateway.learning.circuit;

import org.jspecify.annotations.NullMarked;
