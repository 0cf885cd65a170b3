package sml.gateway.school.grading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import sml.gateway.json.RawObject;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.ExamReply.ToolCall;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;

/** Right and wrong answers of each kind of question, as tables in {@code exams/*.yaml}. */
class GraderTableTest {
  private static final GraderFactory GRADERS = new GraderFactory();
  private static final int LEAST = 8;

  static Stream<Arguments> tables() throws IOException {
    List<Arguments> tables = new ArrayList<>();
    try (var files = Files.newDirectoryStream(Path.of("src/test/resources/exams"), "*.yaml")) {
      for (Path file : files) {
        Object tree = new Yaml().load(Files.readString(file));
        tables.add(Arguments.of(file.getFileName().toString(), RawObject.EXACT.valueToTree(tree)));
      }
    }
    return tables.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void everyAnswerIsJudgedAsTheTableSays(String name, JsonNode table) {
    Grader grader = GRADERS.of(table.path("grader"), table.path("prompt").asText());
    assertThat(table.path("right")).hasSizeGreaterThanOrEqualTo(LEAST);
    assertThat(table.path("wrong")).hasSizeGreaterThanOrEqualTo(LEAST);
    List<String> misjudged = new ArrayList<>();
    for (JsonNode answer : table.path("right")) {
      GraderMark mark = grader.grade(reply(answer));
      if (mark instanceof GraderMark.Wrong) {
        misjudged.add("right " + answer + " -> " + mark);
      }
    }
    for (JsonNode answer : table.path("wrong")) {
      GraderMark mark = grader.grade(reply(answer));
      if (!(mark instanceof GraderMark.Wrong)) {
        misjudged.add("wrong " + answer + " -> " + mark);
      }
    }
    assertThat(misjudged).isEmpty();
  }

  private static ExamReply reply(JsonNode answer) {
    if (answer.isTextual()) {
      return ExamReply.text(answer.asText());
    }
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : answer.path("calls")) {
      calls.add(new ToolCall(call.path("name").asText(), call.path("arguments").asText()));
    }
    return new ExamReply(answer.path("text").asText(""), calls);
  }
}
