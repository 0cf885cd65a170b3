package sml.gateway.acceptance.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.testkit.Conversation;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** The embedder of this process as a model of {@code /v1/embeddings}. */
class OwnEmbeddingsTest {
  private static final String MODEL = "local/all-minilm-l6-v2-q";
  private static final int SIZE = 384;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Heard embed(String members) {
    return gateway
        .client()
        .send("POST", "/v1/embeddings", "{\"model\":\"" + MODEL + "\"," + members + "}");
  }

  private static double cosine(JsonNode one, JsonNode other) {
    double sum = 0;
    for (int at = 0; at < SIZE; at++) {
      sum += one.path(at).doubleValue() * other.path(at).doubleValue();
    }
    return sum;
  }

  @Test
  void severalTextsAreEmbeddedInTheirPlacesWithoutAProvider() {
    Heard heard =
        embed(
            "\"input\":[\"How do I boil an egg?\",\"Who wrote Hamlet?\",\"How can I boil an"
                + " egg?\"]");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    JsonNode data = heard.json().path("data");
    assertThat(data).hasSize(3);
    assertThat(data).allSatisfy(each -> assertThat(each.path("embedding")).hasSize(SIZE));
    JsonNode boil = data.at("/0/embedding");
    assertThat(cosine(boil, data.at("/2/embedding"))).isGreaterThan(0.92);
    assertThat(cosine(boil, data.at("/1/embedding"))).isLessThan(0.5);
    assertThat(data.at("/2/index").asInt()).isEqualTo(2);
    assertThat(heard.json().path("model").asText()).isEqualTo("all-minilm-l6-v2-q");
    assertThat(heard.json().at("/usage/total_tokens").asInt()).isEqualTo(9 + 6 + 9);
    assertThat(heard.headers()).containsEntry("x-smlgateway-provider", "local");
  }

  @Test
  void base64HoldsTheSameNumbers() {
    JsonNode numbers = embed("\"input\":\"a text\"").json().at("/data/0/embedding");
    Heard heard = embed("\"input\":\"a text\",\"encoding_format\":\"base64\",\"dimensions\":384");

    byte[] bytes = Base64.getDecoder().decode(heard.json().at("/data/0/embedding").asText());
    var floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    assertThat(floats.remaining()).isEqualTo(SIZE);
    for (int at = 0; at < SIZE; at++) {
      assertThat(floats.get(at)).isEqualTo(numbers.path(at).floatValue());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"input\":[1,2,3] | input | takes texts, not tokens",
        "\"input\":[[1,2],[3]] | input | takes texts, not tokens",
        "\"input\":\"a\",\"dimensions\":16 | dimensions | have 384 numbers",
        "\"input\":\"a\",\"encoding_format\":\"int8\" | encoding_format | base64",
        "\"input\":[] | input | non-empty"
      })
  void aFieldThatItCannotDoIsNamed(String members, String field, String why) {
    Heard heard = embed(members);

    assertThat(heard.status()).as(heard.body()).isEqualTo(400);
    assertThat(heard.json().at("/error/param").asText()).isEqualTo(field);
    assertThat(heard.json().at("/error/message").asText()).contains(why);
  }

  @Test
  void aTextThatItCannotReadToTheEndIsRefused() {
    Heard heard = embed("\"input\":[\"short\",\"" + "word ".repeat(300) + "\"]");

    assertThat(heard.status()).as(heard.body()).isEqualTo(400);
    assertThat(heard.json().at("/error/message").asText()).contains("text 1 has 302 tokens");
  }

  @Test
  void isListedAsAnEmbeddingModelAndAnswersNoChat() {
    JsonNode shown = gateway.client().get("/v1/models/" + MODEL).json();

    assertThat(shown.path("kind").asText()).isEqualTo("embedding");
    assertThat(gateway.client().get("/v1/models").json().path("data")).contains(shown);
    var anthropic = Map.of("anthropic-version", "2023-06-01");
    try (Conversation list = gateway.client().open("GET", "/v1/models", "", anthropic)) {
      assertThat(list.rest().body()).contains("sml/auto").doesNotContain(MODEL);
    }
    gateway.model("own-chats", "m", Behaviour.healthy());
    assertThat(gateway.ask(MODEL).whole().status()).isEqualTo(404);
  }

  @Test
  void theTraceSaysThatNoProviderWasAsked() {
    Heard heard = embed("\"input\":\"a\"");

    String id = heard.headers().get("x-smlgateway-request-id");
    assertThat(gateway.client().get("/v1/trace/" + id).body()).contains("embedded in this process");
  }
}
