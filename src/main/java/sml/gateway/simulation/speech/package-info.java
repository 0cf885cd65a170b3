/** What a simulated model says, and the OpenAI shape it is said in. */
@NullMarked
package sml.gateway.simulation.speech;

import org.jspecify.annotations.NullMarked;
