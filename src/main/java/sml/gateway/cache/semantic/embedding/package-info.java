/** Turns texts into vectors whose angle says how near their meanings are. */
@NullMarked
package sml.gateway.cache.semantic.embedding;

import org.jspecify.annotations.NullMarked;
