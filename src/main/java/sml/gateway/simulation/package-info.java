/**
 * Simulated providers: an HTTP server whose answers a handler decides, and what healthy models say.
 * The demo profile is one user of it, the fixtures of the tests, which add faults, the other. Knows
 * nothing of the gateway it is asked by.
 */
@ApplicationModule(allowedDependencies = {"chat"})
@NullMarked
package sml.gateway.simulation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
