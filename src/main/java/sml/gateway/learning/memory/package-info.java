/** What every memory of this room shares: a bound on its size, and saving what has changed. */
@NullMarked
package sml.gateway.learning.memory;

import org.jspecify.annotations.NullMarked;
