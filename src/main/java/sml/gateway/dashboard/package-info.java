/** Pages for people. Reads from the other rooms and owns nothing. */
@ApplicationModule(allowedDependencies = {"chat", "jobs", "network"})
@NullMarked
package sml.gateway.dashboard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
