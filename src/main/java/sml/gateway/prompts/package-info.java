/**
 * The prompt library: saved prompts, and the chats that name one. Reads no other part of a chat.
 */
@ApplicationModule(allowedDependencies = {"chat", "json", "network"})
@NullMarked
package sml.gateway.prompts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
