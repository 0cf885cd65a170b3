package sml.gateway.acceptance.school;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import sml.gateway.school.exams.DemoAnswerKey;
import sml.gateway.simulation.AnswerKey;
import sml.gateway.testkit.provider.Received;

/**
 * An answer key for models that know every answer and, when asked as proctors for a variant or a
 * verdict, reply as the test sets it.
 */
final class ScriptedProctors implements AnswerKey {
  private static final String SETS = "who sets questions";
  private static final String CHECKS = "who checks questions";

  /** What the author of a variant replies. */
  volatile String proposal = "";

  /** What the validator replies. */
  volatile String verdict = "";

  private final DemoAnswerKey crib;

  ScriptedProctors(DemoAnswerKey crib) {
    this.crib = crib;
  }

  /** Sets the proposal of the author. */
  void propose(String prompt) {
    proposal = JsonNodeFactory.instance.objectNode().put("prompt", prompt).toString();
  }

  /** Sets the validator's verdict on the difficulty; it accepts all else. */
  void judge(boolean sameDifficulty) {
    verdict =
        JsonNodeFactory.instance
            .objectNode()
            .put("sameTask", true)
            .put("sameDifficulty", sameDifficulty)
            .put("sameRubric", true)
            .put("reason", "as scripted")
            .toString();
  }

  static boolean asksForProposal(Received request) {
    return request.json().path("messages").toString().contains(SETS);
  }

  static boolean asksForVerdict(Received request) {
    return request.json().path("messages").toString().contains(CHECKS);
  }

  @Override
  public Optional<Solution> solve(JsonNode messages) {
    return crib.solve(messages);
  }

  @Override
  public Optional<String> mark(JsonNode messages) {
    String asked = messages.toString();
    if (asked.contains(SETS)) {
      return Optional.of(proposal);
    }
    return asked.contains(CHECKS) ? Optional.of(verdict) : crib.mark(messages);
  }
}
