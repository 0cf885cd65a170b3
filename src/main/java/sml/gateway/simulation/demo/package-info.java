/** The simulated providers of the demo, each with a character of its own. */
@NullMarked
package sml.gateway.simulation.demo;

import org.jspecify.annotations.NullMarked;
