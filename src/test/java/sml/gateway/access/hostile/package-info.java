/** Hostile requests through the real front door; docs/access.md lists them with their answers. */
@NullMarked
package sml.gateway.access.hostile;

import org.jspecify.annotations.NullMarked;
