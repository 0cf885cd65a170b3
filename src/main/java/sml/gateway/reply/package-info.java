/** Renders answers and errors for the client, streams included. Chooses nothing. */
@ApplicationModule(allowedDependencies = {"chat"})
@NullMarked
package sml.gateway.reply;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
