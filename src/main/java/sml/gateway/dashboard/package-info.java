/** Pages for people; reads from rooms and owns nothing. */
@ApplicationModule(allowedDependencies = {"chat", "catalog", "ops", "learning"})
@NullMarked
package sml.gateway.dashboard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
