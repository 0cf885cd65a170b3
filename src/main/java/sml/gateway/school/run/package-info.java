/** Holds the exams: who is due, question by question, within the providers' limits. */
@NullMarked
package sml.gateway.school.run;

import org.jspecify.annotations.NullMarked;
