/**
 * The front HTTP server: turns connections into calls and replies into bytes. Knows no provider.
 */
@ApplicationModule(allowedDependencies = {"chat", "json", "network", "access"})
@NullMarked
package sml.gateway.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
