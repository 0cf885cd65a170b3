package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.ChatRequestBuilder;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Tool calls that a model writes into its text reach the client as tool calls. */
class WrittenCallsTest {
  private static final String TOOLS =
      """
      [{"type":"function","function":{"name":"read_file","parameters":{"type":"object",
        "properties":{"path":{"type":"string"}}}}}]
      """;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private void says(String text) {
    gateway.model("writer", "m", Behaviour.healthy().text(text));
  }

  private ChatRequestBuilder question() {
    return gateway.ask("writer/m").with("tools", TOOLS);
  }

  private static List<String> calls(Heard heard) {
    List<String> calls = new ArrayList<>();
    List<JsonNode> choices =
        heard.events().isEmpty()
            ? List.of(heard.json().at("/choices/0/message"))
            : heard.events().stream().map(e -> e.json().at("/choices/0/delta")).toList();
    for (JsonNode choice : choices) {
      for (JsonNode call : choice.path("tool_calls")) {
        assertThat(call.path("id").asText()).isNotEmpty();
        JsonNode function = call.path("function");
        calls.add(function.path("name").asText() + function.path("arguments").asText());
      }
    }
    return calls;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<tool_call>{\"name\":\"read_file\",\"arguments\":{\"path\":\"x\"}}</tool_call>",
        "<tool_call>read_file<arg_key>path</arg_key><arg_value>x</arg_value></tool_call>",
        "[TOOL_CALLS]read_file[ARGS]{\"path\":\"x\"}",
        "<|python_tag|>{\"name\":\"read_file\",\"parameters\":{\"path\":\"x\"}}",
        "<function_calls><invoke name=\"read_file\"><parameter name=\"path\">x</parameter>"
            + "</invoke></function_calls>",
      })
  void aCallBehindASentenceIsACallAndTheSentenceStays(String call) {
    says("ขอดูก่อน\n" + call);
    for (Heard heard : List.of(question().whole(), question().streamed())) {
      assertThat(calls(heard)).containsExactly("read_file{\"path\":\"x\"}");
      assertThat(heard.text()).isEqualTo("ขอดูก่อน\n");
      assertThat(heard.finishReasons()).containsExactly("tool_calls");
    }
    assertThat(gateway.simulated("writer").requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "So:\n```json\n{\"name\":\"read_file\",\"arguments\":{\"path\":\"x\"}}\n```",
        "```\n<tool_call>{\"name\":\"read_file\",\"arguments\":{}}</tool_call>\n```",
        "> <tool_call>{\"name\":\"read_file\",\"arguments\":{}}</tool_call>",
        "<tool_call>{\"name\":\"read_file\",\"arguments\":{}}</tool_call> is a call.",
        "<tool_call>{\"name\":\"rm_rf\",\"arguments\":{}}</tool_call>",
        "<tool_call>{\"name\":\"read_file\",\"arguments\":{\"path\":</tool_call>",
      })
  void anExampleOrAnUnknownToolStaysText(String text) {
    says(text);
    for (Heard heard : List.of(question().whole(), question().streamed())) {
      assertThat(heard.text()).isEqualTo(text);
      assertThat(calls(heard)).isEmpty();
      assertThat(heard.finishReasons()).containsExactly("stop");
    }
  }

  @Test
  void withoutToolsNothingIsLookedFor() {
    String text = "<tool_call>{\"name\":\"read_file\",\"arguments\":{}}</tool_call>";
    says(text);
    assertThat(gateway.ask("writer/m").whole().text()).isEqualTo(text);
    assertThat(gateway.ask("writer/m").streamed().text()).isEqualTo(text);
  }
}
