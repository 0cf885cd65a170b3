/**
 * Who must not be asked for now: failure streaks, cooldowns, circuit breakers, rate-limit storms
 * and prompt sizes.
 */
@NullMarked
package sml.gateway.modelhealth.cooldowns;

import org.jspecify.annotations.NullMarked;
