/**
 * The shared types of a chat request: the request, its plan, the attempts and the answer. Does no
 * work.
 */
@ApplicationModule(allowedDependencies = {"json", "network"})
@NullMarked
package sml.gateway.chat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
