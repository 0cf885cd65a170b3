/** Tries edited routes out in a second context and takes them over. Knows no single route. */
@ApplicationModule(allowedDependencies = {"chat", "json", "network", "http"})
@NullMarked
package sml.gateway.routereload;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
