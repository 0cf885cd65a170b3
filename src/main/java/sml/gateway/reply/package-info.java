/** Answers and errors in the shape of OpenAI, whole or as server-sent events. Chooses no model. */
@ApplicationModule(
    allowedDependencies = {"chat", "chat::format", "json", "network", "chat::hedge", "cache"})
@NullMarked
package sml.gateway.reply;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
