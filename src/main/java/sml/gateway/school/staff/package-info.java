/** Who teaches: how principal, heads and proctors are chosen, kept and told to routing. */
@NullMarked
package sml.gateway.school.staff;

import org.jspecify.annotations.NullMarked;
