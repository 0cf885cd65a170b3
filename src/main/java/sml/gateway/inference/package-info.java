/**
 * Requests that are no chats - embeddings, moderation, images, speech, transcripts - between their
 * bodies and the plan that asks for them. Chooses no model.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "json",
      "network",
      "upstream::dialect",
      "catalog",
      "cache::embedding"
    })
@NullMarked
package sml.gateway.inference;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
