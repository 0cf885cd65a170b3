/**
 * What the replicas of this gateway tell each other through Valkey, and how the line to it does.
 * Knows no memory by name.
 */
@ApplicationModule(allowedDependencies = {"chat"})
@NullMarked
package sml.gateway.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
