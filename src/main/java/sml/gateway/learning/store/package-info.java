/** The tables of this room: reads them at start, writes what changed. */
@NullMarked
package sml.gateway.learning.store;

import org.jspecify.annotations.NullMarked;
