/** Simulated providers for the demo and for tests. No request of a client needs them. */
@ApplicationModule(allowedDependencies = {"chat", "json", "network", "catalog"})
@NullMarked
package sml.gateway.simulation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
