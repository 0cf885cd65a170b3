/** Graders, what they read in replies, and the sandbox for code. */
@NullMarked
package sml.gateway.school.grading;

import org.jspecify.annotations.NullMarked;
