package sml.gateway.catalog.updates;

import sml.gateway.chat.ModelRef;

/** Saves what observation has shown of a model's skills. */
public interface SkillRecorder {

  /** Saves a skill that observation has established; what the provider states stays as it is. */
  void learn(ModelRef ref, Skill skill, boolean able);

  /** What a model may be able to do. */
  enum Skill {
    TOOLS,
    VISION
  }
}
