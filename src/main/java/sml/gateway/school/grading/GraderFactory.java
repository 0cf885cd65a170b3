package sml.gateway.school.grading;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.school.paper.Grader;

/** Builds the grader that a question names. */
@Component("examGraders")
public final class GraderFactory {
  private final JavaScriptSandbox sandbox = new JavaScriptSandbox(Duration.ofSeconds(2));

  /**
   * A grader from its parameters, filled for one paper.
   *
   * @param prompt what the examinee was asked
   * @throws IllegalArgumentException when a parameter is missing or unknown
   */
  public Grader of(JsonNode parameters, String prompt) {
    var spec = new GraderSpec(parameters);
    return switch (spec.text("name")) {
      case "exact" -> new ExactGrader(spec.texts("answer"), spec.flag("caseCounts", true));
      case "number" ->
          new NumberGrader(
              spec.number("answer"),
              spec.number("tolerance", BigDecimal.ZERO),
              spec.textOrNull("unit"),
              prompt);
      case "time" ->
          new TimeGrader(
              LocalTime.parse(spec.text("answer")),
              spec.texts("also", List.of()).stream().map(LocalTime::parse).toList());
      case "choice" ->
          new ChoiceGrader(
              lists(spec.need("options")), spec.texts("letters", List.of()), spec.count("answer"));
      case "list" -> new ListGrader(lists(spec.need("items")));
      case "regex" -> new RegexGrader(spec.text("form"));
      case "json" ->
          new JsonGrader(spec.need("schema"), spec.need("values"), spec.flag("prose", false));
      case "tool" -> new ToolGrader(spec.need("calls"));
      case "guarded" ->
          new GuardedGrader(
              spec.texts("forbidden"),
              spec.number("thaiShare", BigDecimal.ZERO).doubleValue(),
              of(spec.need("task"), prompt));
      case "code" ->
          new CodeGrader(sandbox, spec.text("function"), spec.text("solution"), spec.need("cases"));
      case "open" -> open(spec);
      default -> throw new IllegalArgumentException("no grader `" + spec.text("name") + "`");
    };
  }

  private static Grader open(GraderSpec spec) {
    return new OpenGrader(
        new OpenGrader.Rules(
            spec.number("thaiShare", BigDecimal.ZERO).doubleValue(),
            spec.count("shortest"),
            spec.count("longest"),
            spec.node().has("words") ? lists(spec.need("words")) : List.of(),
            spec.texts("banned", List.of())),
        spec.text("rubric"));
  }

  private static List<List<String>> lists(JsonNode lists) {
    List<List<String>> all = new ArrayList<>();
    lists.forEach(list -> all.add(GraderSpec.texts(list)));
    return all;
  }

  /** The parameters of a grader as they stand in the data. Says which one is missing. */
  private record GraderSpec(JsonNode node) {

    JsonNode need(String name) {
      JsonNode value = node.get(name);
      if (value == null) {
        throw new IllegalArgumentException("the grader has no `" + name + "`: " + node);
      }
      return value;
    }

    String text(String name) {
      return need(name).asText();
    }

    @Nullable String textOrNull(String name) {
      JsonNode value = node.get(name);
      return value == null ? null : value.asText();
    }

    BigDecimal number(String name) {
      return new BigDecimal(text(name));
    }

    BigDecimal number(String name, BigDecimal otherwise) {
      return node.has(name) ? number(name) : otherwise;
    }

    boolean flag(String name, boolean otherwise) {
      return node.path(name).asBoolean(otherwise);
    }

    int count(String name) {
      return number(name).intValueExact();
    }

    /** A text or a list of texts as a list. */
    List<String> texts(String name) {
      return texts(need(name));
    }

    List<String> texts(String name, List<String> otherwise) {
      return node.has(name) ? texts(name) : otherwise;
    }

    static List<String> texts(JsonNode value) {
      if (!value.isArray()) {
        return List.of(value.asText());
      }
      List<String> texts = new ArrayList<>();
      value.forEach(item -> texts.add(item.asText()));
      return texts;
    }
  }
}
