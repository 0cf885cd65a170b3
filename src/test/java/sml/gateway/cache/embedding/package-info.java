@NullMarked
package sml.gateway.cache.embedding;

import org.jspecify.annotations.NullMarked;
