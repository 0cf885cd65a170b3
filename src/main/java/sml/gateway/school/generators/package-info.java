/** Generators of questions: everyday tasks and puzzles. */
@NullMarked
package sml.gateway.school.generators;

import org.jspecify.annotations.NullMarked;
