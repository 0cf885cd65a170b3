/** The rows of the provider catalogue: shipped data, operator's edits and their table. */
@NullMarked
package sml.gateway.catalog.providers;

import org.jspecify.annotations.NullMarked;
