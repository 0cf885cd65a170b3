/** What a simulated model says, and how that looks as OpenAI JSON. */
@NullMarked
package sml.gateway.simulation.speech;

import org.jspecify.annotations.NullMarked;
