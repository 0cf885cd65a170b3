@NullMarked
package sml.gateway.cache.exact;

import org.jspecify.annotations.NullMarked;
