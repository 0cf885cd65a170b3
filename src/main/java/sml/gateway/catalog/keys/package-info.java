/** The providers' keys: encrypted in their table, in turn and at rest in memory. */
@NullMarked
package sml.gateway.catalog.keys;

import org.jspecify.annotations.NullMarked;
