/**
 * What the catalogue lets discovery and health checks do to it: scan its providers, add to them,
 * note skills.
 */
@NamedInterface("updates")
@NullMarked
package sml.gateway.catalog.updates;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
