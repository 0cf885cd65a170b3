/**
 * Answers that take several chats: a comparison of models, and an answer that keeps to a JSON
 * Schema. Asks no provider itself: every chat goes through the one pipeline.
 */
@ApplicationModule(allowedDependencies = {"chat", "json", "network", "catalog"})
@NullMarked
package sml.gateway.workflows;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
