/**
 * The rows of the provider catalogue and the keys: shipped data, the operator's edits, their tables
 * and their calls.
 */
@NullMarked
package sml.gateway.catalog.providers;

import org.jspecify.annotations.NullMarked;
