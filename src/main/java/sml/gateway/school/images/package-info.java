/** Draws the pictures of vision questions, letters included, without any font of the machine. */
@NullMarked
package sml.gateway.school.images;

import org.jspecify.annotations.NullMarked;
