/** Turns texts into vectors whose angle says how near their meanings are. */
@NamedInterface("embedding")
@NullMarked
package sml.gateway.cache.embedding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
