/** What simulated models say, and how OpenAI writes it. */
@NullMarked
package sml.gateway.simulation.speech;

import org.jspecify.annotations.NullMarked;
