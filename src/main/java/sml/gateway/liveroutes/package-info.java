/** Takes over edited routes while the gateway serves, and shows every route. */
@ApplicationModule(allowedDependencies = {"chat", "http"})
@NullMarked
package sml.gateway.liveroutes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
