/** What a user is promised, tried on the whole gateway through its front door. */
@NullMarked
package sml.gateway.acceptance;

import org.jspecify.annotations.NullMarked;
