package sml.gateway.school.paper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.school.paper.ExamReply.ToolCall;

class ExamReplyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<think>7? no, 8</think>9 | 9",
        "<think>a</think>\\n\\n9 | 9",
        "so it is 8</think>9 | 9",
        "9 <think>or 8 | 9",
        "<think>only thoughts | ''",
        "<thinking>8</thinking>9<think>7</think> | 9",
        "<THINK>8</THINK>9 | 9",
        "<think>a<think>b</think>c</think>9 | 9",
        "the tag `<think>` opens thoughts | the tag `<think>` opens thoughts",
        "ก | ก",
        "'' | ''",
      })
  void thoughtsAreNotPartOfTheReply(String said, String kept) {
    assertThat(ExamReply.text(said.replace("\\n", "\n")).text()).isEqualTo(kept);
  }

  @Test
  void aFloodOfTagsIsReadInOneGo() {
    assertThat(ExamReply.text("<think>".repeat(200_000)).text()).isEmpty();
  }

  @Test
  void aCompletionIsReadWithItsCalls() throws IOException {
    ExamReply reply =
        of(
            """
            {"choices":[{"message":{"role":"assistant","content":null,"tool_calls":[
              {"function":{"name":"a","arguments":"{\\"n\\":1}"}},
              {"function":{"name":"b","arguments":{"n":2}}}]}}]}\
            """);
    assertThat(reply)
        .isEqualTo(
            new ExamReply(
                "", List.of(new ToolCall("a", "{\"n\":1}"), new ToolCall("b", "{\"n\":2}"))));
  }

  @Test
  void contentMayComeInParts() throws IOException {
    assertThat(
            of("{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"4\"},{\"text\":\"2\"}]}}]}")
                .text())
        .isEqualTo("42");
  }

  @Test
  void whatIsNoCompletionIsRefused() {
    assertThatThrownBy(() -> of("{\"choices\":[]}")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> of("<html>")).isInstanceOf(IOException.class);
  }

  private static ExamReply of(String json) throws IOException {
    return ExamReply.of(json.getBytes(UTF_8));
  }
}
