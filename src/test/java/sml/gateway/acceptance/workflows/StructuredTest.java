package sml.gateway.acceptance.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.acceptance.inference.PlainUpstream;
import sml.gateway.acceptance.inference.PlainUpstream.Said;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** {@code POST /v1/structured} from the client to a scripted provider and back. */
class StructuredTest {
  private static final String REST =
      "\"messages\":[{\"role\":\"user\",\"content\":\"who\"}],\"schema\":{\"type\":\"object\","
          + "\"required\":[\"name\",\"age\"],\"properties\":{\"name\":{\"type\":\"string\"},"
          + "\"age\":{\"type\":\"integer\"}}}";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final AtomicInteger number = new AtomicInteger();
  private volatile List<String> answers = List.of();
  private final PlainUpstream upstream =
      new PlainUpstream(
          asked -> {
            String answer = answers.get(Math.min(number.getAndIncrement(), answers.size() - 1));
            return answer.isEmpty() ? Said.refusal(400, "no") : Said.json(completion(answer));
          });

  @AfterEach
  void stop() {
    gateway.client().send("DELETE", "/api/provider-catalog/str-a", "");
    upstream.close();
  }

  private static String completion(String text) {
    return "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":["
               + "{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":"
        + new ObjectMapper().valueToTree(text)
        + "}}]}";
  }

  private Heard structured(String more, String... said) {
    answers = List.of(said);
    gateway.register("str-a", upstream.port(), "openai", List.of("writer"));
    return gateway
        .client()
        .send("POST", "/v1/structured", "{\"model\":\"str-a/writer\"," + more + REST + "}");
  }

  private JsonNode asked(int number) throws JsonProcessingException {
    return new ObjectMapper().readTree(upstream.asked().get(number).body());
  }

  @Test
  void anAnswerThatFitsIsTaken() throws JsonProcessingException {
    Heard heard = structured("", "```json\n{\"name\":\"Ann\",\"age\":7}\n```");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.json().path("ok").asBoolean()).isTrue();
    assertThat(heard.json().path("attempts").asInt()).isEqualTo(1);
    assertThat(heard.json().at("/data/age").asInt()).isEqualTo(7);
    assertThat(heard.json().path("provider").asText()).isEqualTo("str-a");
    assertThat(heard.json().path("request_ids")).hasSize(1);
    assertThat(asked(0).has("schema")).isFalse();
    assertThat(asked(0).at("/response_format/type").asText()).startsWith("json");
    assertThat(asked(0).at("/messages/0/content").asText()).contains("\"required\"");
  }

  @Test
  void theModelIsShownWhatIsWrongAndMayMendIt() throws JsonProcessingException {
    Heard heard =
        structured("", "{\"name\":\"Ann\",\"age\":\"seven\"}", "{\"name\":\"Ann\",\"age\":7}");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.json().path("attempts").asInt()).isEqualTo(2);
    assertThat(heard.json().path("request_ids")).hasSize(2);
    assertThat(upstream.asked()).hasSize(2);
    assertThat(asked(1).at("/messages/2/content").asText()).contains("seven");
    assertThat(asked(1).at("/messages/3/content").asText()).contains("/age");
  }

  @Test
  void theBestAttemptIsGivenBackWhenNoneFits() {
    Heard heard = structured("\"max_retries\":2,", "{}", "{\"name\":\"Ann\"}", "nothing");

    assertThat(heard.status()).isEqualTo(422);
    assertThat(heard.json().path("ok").asBoolean(true)).isFalse();
    assertThat(heard.json().path("attempts").asInt()).isEqualTo(3);
    assertThat(heard.json().at("/data/name").asText()).isEqualTo("Ann");
    assertThat(heard.json().path("raw").asText()).contains("Ann");
    assertThat(heard.json().path("errors")).hasSize(1);
    assertThat(upstream.asked()).hasSize(3);
  }

  @Test
  void noRetryIsMadeWhenNoneIsWanted() {
    assertThat(structured("\"max_retries\":0,", "{}").status()).isEqualTo(422);
    assertThat(upstream.asked()).hasSize(1);
  }

  @Test
  void aFailingUpstreamIsReportedAsForAnyChat() {
    Heard heard = structured("", "");
    assertThat(heard.status()).isEqualTo(400);
    assertThat(heard.json().at("/error/message").asText()).isEqualTo("no");
    assertThat(upstream.asked()).hasSize(1);
  }

  @Test
  void aWrongFieldIsNamed() {
    assertThat(param("{\"schema\":{}}")).isEqualTo("messages");
    String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]";
    assertThat(param("{" + messages + "}")).isEqualTo("schema");
    assertThat(param("{\"schema\":7," + messages + "}")).isEqualTo("schema");
    assertThat(param("{\"schema\":{\"type\":\"no\"}," + messages + "}")).isEqualTo("schema");
    assertThat(param("{\"schema\":{},\"max_retries\":-1," + messages + "}"))
        .isEqualTo("max_retries");
    assertThat(gateway.client().get("/v1/structured").status()).isEqualTo(405);
  }

  private String param(String body) {
    Heard heard = gateway.client().send("POST", "/v1/structured", body);
    assertThat(heard.status()).as(heard.body()).isEqualTo(400);
    return heard.json().at("/error/param").asText();
  }
}
