/** Simulated providers for the demo and for tests. Nothing else depends on them. */
@ApplicationModule(allowedDependencies = {"chat", "json", "network", "catalog"})
@NullMarked
package sml.gateway.simulation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
