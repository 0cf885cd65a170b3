/** How much may be asked: limits told by headers and refusals, and local counts against them. */
@NullMarked
package sml.gateway.learning.limits;

import org.jspecify.annotations.NullMarked;
