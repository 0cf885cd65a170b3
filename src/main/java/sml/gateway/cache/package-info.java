/** Recalls and remembers answers, exact and by meaning. Asks no provider. */
@ApplicationModule(allowedDependencies = {"chat", "json", "network"})
@NullMarked
package sml.gateway.cache;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
