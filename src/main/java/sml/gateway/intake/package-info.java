/**
 * Turns bytes and headers into a valid chat request with its category and language. Chooses no
 * model.
 */
@ApplicationModule(allowedDependencies = {"chat", "chat::format", "json", "network"})
@NullMarked
package sml.gateway.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
