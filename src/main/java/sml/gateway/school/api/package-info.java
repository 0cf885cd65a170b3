/** The calls of operators to the school. */
@NullMarked
package sml.gateway.school.api;

import org.jspecify.annotations.NullMarked;
