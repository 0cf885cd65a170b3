/**
 * Turns outcomes into memory: cooldowns, breakers, rate windows, limits, live results. Asks nobody.
 */
@ApplicationModule(allowedDependencies = {"chat", "catalog", "shared"})
@NullMarked
package sml.gateway.learning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
