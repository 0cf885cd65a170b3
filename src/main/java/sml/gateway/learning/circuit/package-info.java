/** Who has to rest: cooldowns, breakers, storms of 429s and prompts that were too large. */
@NullMarked
package sml.gateway.learning.circuit;

import org.jspecify.annotations.NullMarked;
