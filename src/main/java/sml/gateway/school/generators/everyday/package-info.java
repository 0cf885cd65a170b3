/** Facts of everyday life: shopping, times, papers, messages. */
@NullMarked
package sml.gateway.school.generators.everyday;

import org.jspecify.annotations.NullMarked;
