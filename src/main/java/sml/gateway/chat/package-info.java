/**
 * The shared words of a chat request: a turn, its plan, the attempts and the answer. Does no work
 * and knows no other room.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package sml.gateway.chat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
