/** Who teaches: the election of principal, heads and proctors, and their table. */
@NullMarked
package sml.gateway.school.staff;

import org.jspecify.annotations.NullMarked;
