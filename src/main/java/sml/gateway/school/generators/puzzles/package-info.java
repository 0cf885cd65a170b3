/** Puzzles that have one solution by construction, and programming tasks. */
@NullMarked
package sml.gateway.school.generators.puzzles;

import org.jspecify.annotations.NullMarked;
