/** Draws the facts of a question from a seed: numbers, names, puzzles, pictures. */
@NullMarked
package sml.gateway.school.generators;

import org.jspecify.annotations.NullMarked;
