/**
 * Simulated providers for the demo profile and the tests: deterministic by seed, any dialect or
 * fault by code or by model name. Knows nothing of the gateway it is asked by.
 */
@ApplicationModule(allowedDependencies = {"chat"})
@NullMarked
package sml.gateway.simulation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
