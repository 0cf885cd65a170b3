/** Turns the bytes and headers of a call into a valid turn. Chooses no model. */
@ApplicationModule(allowedDependencies = {"chat"})
@NullMarked
package sml.gateway.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
