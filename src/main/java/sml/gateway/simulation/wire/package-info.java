/** A small HTTP/1.1 server side over a plain socket that can break its promises on purpose. */
@NullMarked
package sml.gateway.simulation.wire;

import org.jspecify.annotations.NullMarked;
