/**
 * The front door: one HTTP server that turns connections into calls and replies into bytes. Knows
 * nothing of models or providers.
 */
@ApplicationModule(allowedDependencies = {"chat", "chat::coding", "safety"})
@NullMarked
package sml.gateway.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
