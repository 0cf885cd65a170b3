@NullMarked
package sml.gateway.cache.semantic;

import org.jspecify.annotations.NullMarked;
