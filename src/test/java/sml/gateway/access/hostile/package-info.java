/** Hostile requests through the real front server; docs/access.md lists them with their answers. */
@NullMarked
package sml.gateway.access.hostile;

import org.jspecify.annotations.NullMarked;
