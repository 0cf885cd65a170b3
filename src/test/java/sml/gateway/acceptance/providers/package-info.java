/** What single providers say and want, seen through the front door. */
@NullMarked
package sml.gateway.acceptance.providers;

import org.jspecify.annotations.NullMarked;
