@NullMarked
package sml.gateway.cache.semantic.guard;

import org.jspecify.annotations.NullMarked;
