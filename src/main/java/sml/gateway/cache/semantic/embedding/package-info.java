/** Turns texts into vectors whose angle says how near their meanings are. */
@NamedInterface("embedding")
@NullMarked
package sml.gateway.cache.semantic.embedding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
