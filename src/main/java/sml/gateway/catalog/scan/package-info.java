/** Asks providers for their model lists and checks keys with them. */
@NullMarked
package sml.gateway.catalog.scan;

import org.jspecify.annotations.NullMarked;
