/** Recalls and remembers answers, and shares those that are under way. Asks no provider. */
@ApplicationModule(allowedDependencies = {"chat", "json", "network", "cluster", "storage"})
@NullMarked
package sml.gateway.cache;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
