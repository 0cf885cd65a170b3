/** Remembers answers and recalls them. For now every recall misses. */
@ApplicationModule(allowedDependencies = {"chat"})
@NullMarked
package sml.gateway.cache;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
