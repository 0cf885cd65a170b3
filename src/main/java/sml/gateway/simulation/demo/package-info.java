/** The field of simulated providers of the demo profile. */
@NullMarked
package sml.gateway.simulation.demo;

import org.jspecify.annotations.NullMarked;
