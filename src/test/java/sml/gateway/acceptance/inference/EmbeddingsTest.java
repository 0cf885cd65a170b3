package sml.gateway.acceptance.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.acceptance.inference.PlainUpstream.Asked;
import sml.gateway.acceptance.inference.PlainUpstream.Said;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** {@code POST /v1/embeddings} from the client to scripted providers and back. */
class EmbeddingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final PlainUpstream first = new PlainUpstream(EmbeddingsTest::vectors);
  private final PlainUpstream second = new PlainUpstream(EmbeddingsTest::vectors);
  private final PlainUpstream down = new PlainUpstream(asked -> Said.refusal(500, "it burns"));

  @AfterEach
  void stop() {
    List.of("vec-a", "vec-b").forEach(this::remove);
    first.close();
    second.close();
    down.close();
  }

  private void remove(String provider) {
    gateway.client().send("DELETE", "/api/provider-catalog/" + provider, "");
  }

  /** The vector of a text: its length and its first character, as the answer's first numbers. */
  private static Said vectors(Asked asked) {
    JsonNode input = json(asked.body()).path("input");
    int numbers = json(asked.body()).path("dimensions").asInt(3);
    StringBuilder data = new StringBuilder();
    int size = input.isTextual() ? 1 : input.size();
    for (int i = size - 1; i >= 0; i--) {
      String text = input.isTextual() ? input.asText() : input.path(i).asText();
      data.append(data.isEmpty() ? "" : ",")
          .append("{\"object\":\"embedding\",\"index\":")
          .append(i)
          .append(",\"embedding\":[")
          .append(text.length())
          .append(",0.5,-0.25")
          .append(",0".repeat(Math.max(0, numbers - 3)))
          .append("]}");
    }
    return Said.json(
        "{\"object\":\"list\",\"model\":\"tiny-embed\",\"data\":["
            + data
            + "],\"usage\":{\"prompt_tokens\":"
            + size
            + ",\"total_tokens\":"
            + size
            + "}}");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Heard embed(String body) {
    return gateway.client().send("POST", "/v1/embeddings", body);
  }

  @Test
  void everyTextGetsItsVectorInItsPlace() {
    gateway.register("vec-a", first.port(), "openai", List.of("tiny-embed"));

    Heard heard = embed("{\"model\":\"tiny-embed\",\"input\":[\"a\",\"bbb\"],\"user\":\"u\"}");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.json().at("/data/0/embedding/0").asInt()).isEqualTo(1);
    assertThat(heard.json().at("/data/1/embedding/0").asInt()).isEqualTo(3);
    assertThat(heard.json().at("/data/1/index").asInt()).isEqualTo(1);
    assertThat(heard.json().at("/usage/total_tokens").asInt()).isEqualTo(2);
    assertThat(heard.headers()).containsEntry("x-smlgateway-provider", "vec-a");
    assertThat(first.asked()).hasSize(1);
    assertThat(first.asked().getFirst().path()).isEqualTo("/v1/embeddings");
    assertThat(json(first.asked().getFirst().body()).has("user")).isFalse();
  }

  @Test
  void base64IsEncodedHereWhateverTheProviderSends() {
    gateway.register("vec-a", first.port(), "openai", List.of("tiny-embed"));

    Heard heard =
        embed("{\"model\":\"vec-a/tiny-embed\",\"input\":\"abcd\",\"encoding_format\":\"base64\"}");

    byte[] bytes = Base64.getDecoder().decode(heard.json().at("/data/0/embedding").asText());
    var floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    assertThat(floats.get(0)).isEqualTo(4f);
    assertThat(floats.get(2)).isEqualTo(-0.25f);
    assertThat(json(first.asked().getFirst().body()).has("encoding_format")).isFalse();
  }

  @Test
  void anotherProviderOfTheSameModelTakesOver() {
    gateway.register("vec-a", down.port(), "openai", List.of("lab/Mini-Embed"));
    gateway.register("vec-b", first.port(), "openai", List.of("mini-embed", "other-embed"));

    Heard heard = embed("{\"model\":\"mini-embed\",\"input\":\"x\"}");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.headers()).containsEntry("x-smlgateway-provider", "vec-b");
    assertThat(heard.headers()).containsEntry("x-smlgateway-model", "mini-embed");
  }

  @Test
  void vectorsOfAnotherModelAreNeverGivenInstead() {
    gateway.register("vec-a", down.port(), "openai", List.of("one-embed"));
    gateway.register("vec-b", first.port(), "openai", List.of("two-embed"));

    Heard heard = embed("{\"model\":\"one-embed\",\"input\":\"x\"}");

    assertThat(heard.status()).isEqualTo(500);
    assertThat(heard.json().at("/error/message").asText()).contains("it burns");
    assertThat(first.asked()).isEmpty();
  }

  @Test
  void manyTextsAreAskedForInBatches() {
    gateway.register("vec-a", first.port(), "openai", List.of("batch-embed"));
    String texts = "\"ab\",".repeat(249) + "\"last\"";

    Heard heard = embed("{\"model\":\"batch-embed\",\"input\":[" + texts + "]}");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(first.asked()).hasSize(3);
    assertThat(heard.json().path("data")).hasSize(250);
    assertThat(heard.json().at("/data/249/index").asInt()).isEqualTo(249);
    assertThat(heard.json().at("/data/249/embedding/0").asInt()).isEqualTo(4);
    assertThat(heard.json().at("/usage/total_tokens").asInt()).isEqualTo(250);
  }

  @Test
  void aWrongFieldIsNamed() {
    assertThat(param("{\"model\":\"m\"}")).isEqualTo("input");
    assertThat(param("{\"input\":\"\"}")).isEqualTo("input");
    assertThat(param("{\"input\":[1,\"a\"]}")).isEqualTo("input");
    assertThat(param("{\"input\":\"a\",\"encoding_format\":\"int8\"}"))
        .isEqualTo("encoding_format");
    assertThat(param("{\"input\":\"a\",\"dimensions\":0}")).isEqualTo("dimensions");
    assertThat(param("{\"input\":\"a\",\"model\":7}")).isEqualTo("model");
  }

  private String param(String body) {
    Heard heard = embed(body);
    assertThat(heard.status()).as(heard.body()).isEqualTo(400);
    return heard.json().at("/error/param").asText();
  }

  @Test
  void aModelNamedInFullIsAskedThoughItsNameDoesNotSayThatItMakesVectors() {
    gateway.register("vec-a", first.port(), "openai", List.of("plain-name"));

    Heard heard =
        embed("{\"model\":\"vec-a/plain-name\",\"input\":\"abcd\",\"encoding_format\":\"base64\"}");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.json().at("/data/0/embedding").isTextual()).isTrue();
    assertThat(first.asked()).hasSize(1);
  }

  @Test
  void theNumberOfDimensionsReachesTheProvider() {
    gateway.register("vec-a", first.port(), "openai", List.of("tiny-embed"));

    Heard heard = embed("{\"model\":\"tiny-embed\",\"input\":[[1,2,3],[4,5]],\"dimensions\":16}");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.json().path("data")).hasSize(2);
    assertThat(heard.json().at("/data/1/embedding")).hasSize(16);
    assertThat(json(first.asked().getFirst().body()).path("dimensions").asInt()).isEqualTo(16);
  }

  @Test
  void vectorsOfAnotherLengthThanWasAskedForAreNotPassedOff() {
    gateway.register("vec-a", first.port(), "openai", List.of("fixed-embed"));

    Heard heard = embed("{\"model\":\"fixed-embed\",\"input\":\"a\",\"dimensions\":2}");

    assertThat(heard.status()).as(heard.body()).isEqualTo(400);
    assertThat(heard.json().at("/error/param").asText()).isEqualTo("dimensions");
    assertThat(heard.json().at("/error/message").asText()).contains("vec-a/fixed-embed", "3");
    assertThat(first.asked()).hasSize(1);
  }

  @Test
  void anUnknownModelAndAChatModelAreRefused() {
    gateway.register("vec-a", first.port(), "openai", List.of("tiny-embed", "chatty"));

    assertThat(embed("{\"model\":\"nothing-embed\",\"input\":\"a\"}").status()).isEqualTo(404);
    Heard chat = embed("{\"model\":\"chatty\",\"input\":\"a\"}");
    assertThat(chat.status()).isEqualTo(400);
    assertThat(chat.json().at("/error/param").asText()).isEqualTo("model");
    assertThat(gateway.client().get("/v1/embeddings").status()).isEqualTo(405);
    assertThat(first.asked()).isEmpty();
  }

  @Test
  void theTraceHasEveryAttempt() {
    gateway.register("vec-a", first.port(), "openai", List.of("tiny-embed"));

    Heard heard = embed("{\"model\":\"tiny-embed\",\"input\":\"a\"}");

    String id = heard.headers().get("x-smlgateway-request-id");
    Heard trace = gateway.client().get("/v1/trace/" + id);
    assertThat(trace.status()).as(trace.body()).isEqualTo(200);
    assertThat(trace.body()).contains("vec-a");
  }
}
