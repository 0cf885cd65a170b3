package sml.gateway.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.testkit.provider.Asking.json;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sml.gateway.simulation.speech.Content;

@Timeout(30)
class LifelikeTest {
  private static final String TOOLS =
      ",'tools':[{'type':'function','function':{'name':'weather','parameters':"
          + "{'type':'object','properties':{'city':{'type':'string'}}}}}]";

  private final SimulatedProvider provider = SimulatedProvider.start();
  private final Asking asking = new Asking(provider);

  @AfterEach
  void stop() {
    provider.close();
    asking.close();
  }

  @Test
  void modelsThatKnowThaiAnswerItInThai() throws Exception {
    assertThat(says(true, true, "สวัสดี", "")).contains("นี่คือคำตอบจำลอง").contains("สวัสดี");
    assertThat(says(false, true, "สวัสดี", "")).startsWith("This is a simulated answer");
    assertThat(says(true, true, "Hello", "")).startsWith("This is a simulated answer");
  }

  @Test
  void modelsWithToolsCallOneWhenTheQuestionNeedsIt() throws Exception {
    JsonNode called = message(true, true, "weather today?", TOOLS);
    assertThat(called.at("/tool_calls/0/function/name").asText()).isEqualTo("weather");
    assertThat(message(true, true, "Hello", TOOLS).has("tool_calls")).isFalse();
    assertThat(message(true, false, "weather today?", TOOLS).has("tool_calls")).isFalse();
    JsonNode required = message(true, true, "Hello", TOOLS + ",'tool_choice':'required'");
    assertThat(required.path("tool_calls")).hasSize(1);
    JsonNode both = message(true, true, "weather in both cities", TOOLS);
    assertThat(both.path("tool_calls")).hasSize(2);
    JsonNode none = message(true, true, "weather", TOOLS + ",'tool_choice':'none'");
    assertThat(none.has("tool_calls")).isFalse();
  }

  @Test
  void aSchemaIsFilled() throws Exception {
    String format =
        ",'response_format':{'type':'json_schema','json_schema':{'schema':{'type':'object',"
            + "'properties':{'n':{'type':'integer','minimum':5},'e':{'enum':['x']}}}}}";
    JsonNode filled = json(says(true, true, "Hello", format));
    assertThat(filled.path("n").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(filled.path("e").asText()).isEqualTo("x");
  }

  @Test
  void wordsThatAreToBeSaidAreSaid() throws Exception {
    assertThat(says(true, true, "Please say 'pong' now", "")).isEqualTo("pong");
  }

  private String says(boolean thai, boolean tools, String question, String more) throws Exception {
    return message(thai, tools, question, more).path("content").asText();
  }

  private JsonNode message(boolean thai, boolean tools, String question, String more)
      throws Exception {
    provider.model("m", Behaviour.healthy().saying(new Content.Lifelike(thai, tools)));
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
            .formatted(question, more.replace('\'', '"'));
    return json(asking.post(body).body()).at("/choices/0/message");
  }
}
