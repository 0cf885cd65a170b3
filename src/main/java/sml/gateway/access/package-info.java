/**
 * Who may call: host names, origins, keys, the bind address and the rights of the console. Knows no
 * route.
 */
@ApplicationModule(allowedDependencies = {"chat", "json", "network"})
@NullMarked
package sml.gateway.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
