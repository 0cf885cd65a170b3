package sml.gateway.school.questions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Draws what a question's template leaves open. */
@FunctionalInterface
public interface Generator {

  /**
   * The drawn facts by name.
   *
   * @param parameters of the question's {@code generator} in the data file
   */
  ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters);
}
