/** What the catalogue lets discovery do to it: scan its providers, add to them, learn of skills. */
@NamedInterface("growth")
@NullMarked
package sml.gateway.catalog.growth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
