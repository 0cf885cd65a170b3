/**
 * Judges replies by rules; each grader is small and strict and says in its Javadoc what it accepts.
 */
@NullMarked
package sml.gateway.school.grading;

import org.jspecify.annotations.NullMarked;
