/** Recalls and remembers answers; every recall misses for now. Asks no provider. */
@ApplicationModule(allowedDependencies = {"chat", "json", "network", "storage"})
@NullMarked
package sml.gateway.cache;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
