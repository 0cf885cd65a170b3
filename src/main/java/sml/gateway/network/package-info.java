/**
 * HTTP as both sides use it: calls, replies and their cancellation, content codings, and the rules
 * that keep connections on the public internet.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package sml.gateway.network;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
