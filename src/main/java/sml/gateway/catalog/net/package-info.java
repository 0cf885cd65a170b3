/** Keeps calls to addresses that nobody typed on the public internet. Asks nobody itself. */
@NamedInterface("net")
@NullMarked
package sml.gateway.catalog.net;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
