package sml.gateway.school.grading;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Grader;

/** A reply of any size and form is graded in limited time and without an error. */
class FloodTest {
  private static final GraderFactory GRADERS = new GraderFactory();
  private static final int LENGTH = 12_000;

  static Stream<Grader> graders() throws IOException {
    return GraderTableTest.tables()
        .map(table -> (JsonNode) table.get()[1])
        .map(table -> GRADERS.of(table.path("grader"), table.path("prompt").asText()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "บาท",
        "สิบ",
        "one hundred ",
        "ข หรือ ",
        "คำตอบ: ",
        "Answer: 140 ",
        "**",
        "*a",
        "{",
        "[1,",
        "{\"a\":",
        "\\boxed{",
        "```",
        "```js\n",
        "~~",
        "<think>",
        "</think>",
        "$",
        "\"",
        "\n",
        " ",
        "-",
        "- ",
        "22:35 ",
        "สี่ทุ่มสิบ",
        "not ",
        "\u0E4D\u0E32",
        "\uD83D",
        "คัน, ",
        "ABC-1234\n",
        "1/"
      })
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void noFloodBreaksAGrader(String drop) throws IOException {
    ExamReply flood = ExamReply.text(drop.repeat(LENGTH / drop.length()));
    graders()
        .forEach(grader -> assertThatCode(() -> grader.grade(flood)).doesNotThrowAnyException());
  }
}
