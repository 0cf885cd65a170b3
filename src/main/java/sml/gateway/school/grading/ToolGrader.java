package sml.gateway.school.grading;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.ExamReply.ToolCall;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;

/**
 * Right are exactly the wanted calls in any order, with arguments equal by value and type, see
 * {@link JsonMatch}. Words beside a call do not matter; a call written as words is none.
 */
final class ToolGrader implements Grader {
  private final List<JsonNode> calls = new ArrayList<>();

  /** {@code calls}: a list of {@code name} and {@code arguments}; empty when none may be made. */
  ToolGrader(JsonNode calls) {
    calls.forEach(this.calls::add);
  }

  @Override
  public GraderMark grade(ExamReply reply) {
    if (reply.toolCalls().size() != calls.size()) {
      return new GraderMark.Wrong(
          "makes " + reply.toolCalls().size() + " calls of " + calls.size());
    }
    List<ToolCall> left = new ArrayList<>(reply.toolCalls());
    for (JsonNode call : calls) {
      List<String> differences = new ArrayList<>();
      Optional<ToolCall> made =
          left.stream().filter(one -> difference(call, one, differences).isEmpty()).findFirst();
      if (made.isEmpty()) {
        return new GraderMark.Wrong(String.join("; ", differences));
      }
      left.remove(made.get());
    }
    return new GraderMark.Right("makes the calls");
  }

  private static Optional<String> difference(
      JsonNode wanted, ToolCall made, List<String> differences) {
    Optional<String> difference = difference(wanted, made);
    difference.ifPresent(differences::add);
    return difference;
  }

  private static Optional<String> difference(JsonNode wanted, ToolCall made) {
    if (!made.name().equals(wanted.path("name").asText())) {
      return Optional.of("calls " + made.name());
    }
    return JsonText.alone(made.arguments())
        .map(arguments -> JsonMatch.difference(wanted.path("arguments"), arguments, ""))
        .orElse(Optional.of("arguments are not JSON"));
  }
}
