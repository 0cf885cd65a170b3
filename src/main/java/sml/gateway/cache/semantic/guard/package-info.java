/** Decides whether two questions ask the same, from their words alone; refuses when in doubt. */
@NullMarked
package sml.gateway.cache.semantic.guard;

import org.jspecify.annotations.NullMarked;
