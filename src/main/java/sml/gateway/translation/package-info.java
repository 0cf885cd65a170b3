/**
 * Anthropic's Messages, OpenAI's Responses and text completions on top of the chat pipeline: their
 * requests become chat requests, and chat answers become theirs while they come in. Keeps nothing
 * between requests but the items that a later one may name, and chooses no model.
 */
@ApplicationModule(allowedDependencies = {"chat", "chat::format", "json", "network", "catalog"})
@NullMarked
package sml.gateway.translation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
