/** Reads what a reply says: characters, marks around words, numbers, times, options, statements. */
@NullMarked
package sml.gateway.school.grading.reading;

import org.jspecify.annotations.NullMarked;
