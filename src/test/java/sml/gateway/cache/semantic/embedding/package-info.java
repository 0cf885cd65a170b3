@NullMarked
package sml.gateway.cache.semantic.embedding;

import org.jspecify.annotations.NullMarked;
