/** The arithmetic of rates: counting, learning and pacing them. Knows no provider and no model. */
@NullMarked
package sml.gateway.learning.limits.rate;

import org.jspecify.annotations.NullMarked;
