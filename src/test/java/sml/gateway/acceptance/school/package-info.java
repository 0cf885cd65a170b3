/** The school as a whole, against simulated examinees of known ability. */
@NullMarked
package sml.gateway.acceptance.school;

import org.jspecify.annotations.NullMarked;
