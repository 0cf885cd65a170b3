/**
 * Simulated providers for the demo profile and the tests: deterministic by seed, any dialect or fault by model name.
 */
@ApplicationModule(allowedDependencies = {"chat"})
@NullMarked
package sml.gateway.simulation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
