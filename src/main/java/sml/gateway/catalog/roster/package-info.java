/** The snapshot of usable providers and models that requests read. */
@NullMarked
package sml.gateway.catalog.roster;

import org.jspecify.annotations.NullMarked;
