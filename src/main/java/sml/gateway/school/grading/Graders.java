package sml.gateway.school.grading;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.springframework.stereotype.Component;
import sml.gateway.school.exam.Grader;

/** Builds the grader that a question names. */
@Component("examGraders")
public final class Graders {

  /**
   * A grader from its parameters, filled for one paper.
   *
   * @param prompt what the examinee was asked
   * @throws IllegalArgumentException when a parameter is missing or unknown
   */
  public Grader of(JsonNode parameters, String prompt) {
    var spec = new Spec(parameters);
    return switch (spec.text("name")) {
      case "exact" -> new ExactGrader(spec.texts("answer"), spec.flag("caseCounts", true));
      case "number" ->
          new NumberGrader(
              spec.number("answer"),
              spec.node().has("tolerance") ? spec.number("tolerance") : BigDecimal.ZERO,
              spec.textOrNull("unit"),
              prompt);
      default -> throw new IllegalArgumentException("no grader `" + spec.text("name") + "`");
    };
  }
}
