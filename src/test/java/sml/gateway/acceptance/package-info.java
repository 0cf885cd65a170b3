/** Acceptance tests of the whole gateway through its HTTP port. */
@NullMarked
package sml.gateway.acceptance;

import org.jspecify.annotations.NullMarked;
