/**
 * Filters and ranks models, plans hedges and decides what follows a failed attempt. Asks no
 * provider.
 */
@ApplicationModule(allowedDependencies = {"chat", "chat::format", "json", "network", "chat::hedge", "catalog"})
@NullMarked
package sml.gateway.routing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
