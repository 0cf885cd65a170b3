package sml.gateway.school.grading;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import sml.gateway.school.paper.Grader;

/** Builds the grader that a question names. */
@Component("examGraders")
public final class GraderFactory {
  private final JavaScriptSandbox javaScriptSandbox = new JavaScriptSandbox(Duration.ofSeconds(2));

  /**
   * A grader from its parameters, filled for one paper.
   *
   * @param prompt what the examinee was asked
   * @throws IllegalArgumentException when a parameter is missing or unknown
   */
  public Grader of(JsonNode parameters, String prompt) {
    var graderSpec = new GraderSpec(parameters);
    return switch (graderSpec.text("name")) {
      case "exact" ->
          new ExactGrader(graderSpec.texts("answer"), graderSpec.flag("caseCounts", true));
      case "number" ->
          new NumberGrader(
              graderSpec.number("answer"),
              graderSpec.number("tolerance", BigDecimal.ZERO),
              graderSpec.textOrNull("unit"),
              prompt);
      case "time" ->
          new TimeGrader(
              LocalTime.parse(graderSpec.text("answer")),
              graderSpec.texts("also", List.of()).stream().map(LocalTime::parse).toList());
      case "choice" ->
          new ChoiceGrader(
              lists(graderSpec.need("options")),
              graderSpec.texts("letters", List.of()),
              graderSpec.count("answer"));
      case "list" -> new ListGrader(lists(graderSpec.need("items")));
      case "regex" -> new RegexGrader(graderSpec.text("form"));
      case "json" ->
          new JsonGrader(
              graderSpec.need("schema"),
              graderSpec.need("values"),
              graderSpec.flag("prose", false));
      case "tool" -> new ToolGrader(graderSpec.need("calls"));
      case "guarded" ->
          new GuardedGrader(
              graderSpec.texts("forbidden"),
              graderSpec.number("thaiShare", BigDecimal.ZERO).doubleValue(),
              of(graderSpec.need("task"), prompt));
      case "code" ->
          new CodeGrader(
              javaScriptSandbox,
              graderSpec.text("function"),
              graderSpec.text("solution"),
              graderSpec.need("cases"));
      case "open" -> open(graderSpec);
      default -> throw new IllegalArgumentException("no grader `" + graderSpec.text("name") + "`");
    };
  }

  private static Grader open(GraderSpec graderSpec) {
    return new OpenGrader(
        new OpenGrader.Rules(
            graderSpec.number("thaiShare", BigDecimal.ZERO).doubleValue(),
            graderSpec.count("shortest"),
            graderSpec.count("longest"),
            graderSpec.node().has("words") ? lists(graderSpec.need("words")) : List.of(),
            graderSpec.texts("banned", List.of())),
        graderSpec.text("rubric"));
  }

  private static List<List<String>> lists(JsonNode lists) {
    List<List<String>> all = new ArrayList<>();
    lists.forEach(list -> all.add(GraderSpec.texts(list)));
    return all;
  }
}
