/**
 * Chooses and ranks candidates for a turn and decides the next step after an attempt. Talks to no
 * provider.
 */
@ApplicationModule(allowedDependencies = {"chat", "catalog"})
@NullMarked
package sml.gateway.routing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
