/**
 * Holds exams: who is due, the rounds, the questions put to models, tie breaks and the grading at
 * the end.
 */
@NullMarked
package sml.gateway.school.exams;

import org.jspecify.annotations.NullMarked;
