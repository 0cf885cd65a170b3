package sml.gateway.acceptance.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.ChatRequestBuilder;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/**
 * Ordinary requests of OpenAI clients are answered by providers that refuse some of their fields.
 */
class DialectsTest {
  private static final String SAYS = "It is hot in Chiang Mai.";
  private static final String PARAMETERS =
      """
      {"store":true,"seed":7,"frequency_penalty":0.5,"presence_penalty":0.25,"temperature":0.2,
       "max_completion_tokens":64,"n":1,"user":"u1","metadata":{"a":"b"},"logit_bias":{"7":-100},
       "parallel_tool_calls":true,"service_tier":"auto","tool_choice":"auto","logprobs":false,
       "tools":[{"type":"function","function":{"name":"weather","strict":true,"parameters":{
         "$schema":"http://json-schema.org/draft-07/schema#","type":"object",
         "properties":{"city":{"type":"string"}},"required":["city"],
         "additionalProperties":false}}}]}
      """;
  private static final String USER =
      """
      [{"role":"system","content":"Be brief."},
       {"role":"user","name":"ann","content":"How is the weather in Chiang Mai?"}]
      """;
  private static final String TOOLS =
      """
      [{"role":"system","content":"Be brief."},
       {"role":"developer","content":"Use the tools."},
       {"role":"user","name":"ann","content":"How is the weather in Chiang Mai?"},
       {"role":"assistant","content":null,"refusal":null,"reasoning_content":"A tool knows.",
        "tool_calls":[{"id":"call_abcdefghijklmnopqrstuvwx","type":"function",
          "function":{"name":"weather","arguments":"{\\"city\\":\\"Chiang Mai\\"}"}}]},
       {"role":"tool","tool_call_id":"call_abcdefghijklmnopqrstuvwx","content":"38 degrees"}]
      """;
  private static final String AFTERWARDS =
      """
      [{"role":"developer","content":"Be brief."},
       {"role":"user","content":[{"type":"text","text":"How is the weather?"}]},
       {"role":"assistant","content":"","tool_calls":[
         {"id":"toolu_1","type":"function","function":{"name":"weather","arguments":"{}"}},
         {"id":"toolu_2","type":"function","function":{"name":"weather","arguments":"{}"}}]},
       {"role":"tool","tool_call_id":"toolu_1","content":"hot"},
       {"role":"tool","tool_call_id":"toolu_2","content":"dry"},
       {"role":"assistant","content":"Hot and dry."},
       {"role":"user","content":"And tomorrow?"}]
      """;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  static Stream<Arguments> everyDialectWithEveryConversation() {
    return Stream.of("mistral", "gemini", "groq", "cerebras", "cohere")
        .flatMap(
            dialect ->
                Stream.of(USER, TOOLS, AFTERWARDS).map(turns -> Arguments.of(dialect, turns)));
  }

  @ParameterizedTest
  @MethodSource("everyDialectWithEveryConversation")
  void anOrdinaryRequestIsAnswered(String dialect, String turns) {
    String name = strict(dialect, dialect);
    Heard whole = ordinary(name, turns).whole();
    assertThat(whole.status()).as(whole.body()).isEqualTo(200);
    assertThat(whole.text()).isEqualTo(SAYS);

    Heard streamed = ordinary(name, turns).streamed();
    assertThat(streamed.status()).as(streamed.body()).isEqualTo(200);
    assertThat(streamed.text()).isEqualTo(SAYS);
    assertThat(streamed.done()).isTrue();
    assertThat(gateway.simulated(name).count("m")).as("nothing was refused").isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mistral", "gemini", "cerebras", "cohere"})
  void theSameRequestIsRefusedWhenTheDialectIsNotKnown(String provider) {
    Heard refused = ordinary(strict(provider, "openai"), TOOLS).whole();
    assertThat(refused.status()).as(refused.body()).isBetween(400, 499);
    assertThat(refused.error()).isNotNull();
  }

  private String strict(String provider, String dialect) {
    String name = "sim-strict-" + provider;
    gateway.provider(name, dialect);
    gateway.model(name, "m", Behaviour.healthy().text(SAYS).strict(provider));
    return name;
  }

  private ChatRequestBuilder ordinary(String provider, String turns) {
    ChatRequestBuilder chatRequestBuilder = gateway.ask(provider + "/m").with("messages", turns);
    json(PARAMETERS)
        .properties()
        .forEach(parameter -> chatRequestBuilder.with(parameter.getKey(), parameter.getValue()));
    return chatRequestBuilder;
  }

  private static ObjectNode json(String text) {
    try {
      JsonNode node = new ObjectMapper().readTree(text);
      return (ObjectNode) node;
    } catch (IOException notJson) {
      throw new IllegalArgumentException(notJson);
    }
  }
}
