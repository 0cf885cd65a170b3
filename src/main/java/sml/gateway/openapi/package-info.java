/** Describes the endpoints of the live routes for programs and people. Calls none of them. */
@ApplicationModule(allowedDependencies = {"chat", "json", "network"})
@NullMarked
package sml.gateway.openapi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
