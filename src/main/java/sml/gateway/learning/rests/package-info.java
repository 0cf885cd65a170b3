/** Who has to rest: cooldowns, storms of 429s and prompts that were too large. */
@NullMarked
package sml.gateway.learning.rests;

import org.jspecify.annotations.NullMarked;
