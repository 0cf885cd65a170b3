/** What operators read of a running gateway. */
@NullMarked
package sml.gateway.acceptance.operators;

import org.jspecify.annotations.NullMarked;
