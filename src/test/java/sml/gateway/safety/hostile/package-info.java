/** Hostile requests through the real front door; docs/safety.md lists them with their answers. */
@NullMarked
package sml.gateway.safety.hostile;

import org.jspecify.annotations.NullMarked;
