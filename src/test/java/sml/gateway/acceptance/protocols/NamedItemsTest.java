package sml.gateway.acceptance.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.simulation.speech.Content;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;

/** Requests of OpenAI's Responses that name an item of an earlier answer, as the AI SDK does. */
class NamedItemsTest {
  private static final String QUESTION = "{\"role\":\"user\",\"content\":\"Weather?\"}";
  private static final String BODY =
      "{\"model\":\"named/m\",\"input\":[%s],\"tools\":[{\"type\":\"function\",\"name\":\"look\","
          + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
          + "\"required\":[\"city\"]}}]}";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Heard ask(String input) {
    return gateway.client().send("POST", "/v1/responses", BODY.formatted(input));
  }

  private static String reference(String id) {
    return "{\"type\":\"item_reference\",\"id\":\"%s\"}".formatted(id);
  }

  @Test
  void aCallThatIsNamedReachesTheProviderAsItWas() {
    Content call = new Contents.Tools(1, Content.ToolForm.OPENAI);
    gateway.model("named", "m", Behaviour.healthy().saying(call));
    JsonNode made = ask(QUESTION).json().at("/output/0");
    assertThat(made.path("type").asText()).isEqualTo("function_call");
    String result =
        "{\"type\":\"function_call_output\",\"call_id\":\"%s\",\"output\":\"sunny\"}"
            .formatted(made.path("call_id").asText());
    Heard heard = ask(QUESTION + "," + reference(made.path("id").asText()) + "," + result);
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(gateway.simulated("named").requests("m")).hasSize(2);
    JsonNode sent = gateway.simulated("named").requests("m").getLast().json();
    assertThat(sent.at("/messages/1/tool_calls/0/function/arguments").asText())
        .isEqualTo(made.path("arguments").asText());
    assertThat(sent.at("/messages/2/content").asText()).isEqualTo("sunny");
  }

  @Test
  void anItemThatIsNotKnownIsRefusedByItsPlace() {
    gateway.model("named", "m", Behaviour.healthy());
    Heard heard = ask(QUESTION + "," + reference("msg_unknown_0"));
    assertThat(heard.status()).isEqualTo(400);
    assertThat(heard.json().at("/error/param").asText()).isEqualTo("input[1]");
    assertThat(gateway.simulated("named").requests("m")).isEmpty();
  }
}
