/** Exam results: attempts, answers and scores, and how answers become scores. */
@NullMarked
package sml.gateway.school.records;

import org.jspecify.annotations.NullMarked;
