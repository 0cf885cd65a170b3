/** The front door: connections into calls, replies into bytes. Knows no provider. */
@ApplicationModule(allowedDependencies = {"chat", "json", "network", "access"})
@NullMarked
package sml.gateway.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
