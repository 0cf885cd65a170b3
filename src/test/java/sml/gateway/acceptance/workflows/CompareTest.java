package sml.gateway.acceptance.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;

/** {@code POST /v1/compare} from the client to scripted providers and back. */
class CompareTest {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Heard compare(String body) {
    return gateway.client().send("POST", "/v1/compare", body);
  }

  @Test
  void everyModelHasARowWithItsAnswerOrItsError() {
    gateway
        .model("cmp-a", "one", Behaviour.healthy().text("first"))
        .model("cmp-b", "two", Behaviour.always(Fault.status(503)));

    Heard heard =
        compare("{\"models\":[\"cmp-b/two\",\"cmp-a/one\",\"nothing/here\"]," + MESSAGES + "}");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    JsonNode json = heard.json();
    assertThat(json.path("total").asInt()).isEqualTo(3);
    assertThat(json.path("ok_count").asInt()).isEqualTo(1);
    JsonNode good = json.at("/results/1");
    assertThat(good.path("model").asText()).isEqualTo("cmp-a/one");
    assertThat(good.path("actual_model").asText()).isEqualTo("one");
    assertThat(good.path("provider").asText()).isEqualTo("cmp-a");
    assertThat(good.path("content").asText()).isEqualTo("first");
    assertThat(good.path("output_tokens").asInt()).isPositive();
    assertThat(json.at("/results/0/status").asInt()).isEqualTo(503);
    assertThat(json.at("/results/0/error").asText()).isNotEmpty();
    assertThat(json.at("/results/2/status").asInt()).isEqualTo(404);
    assertThat(gateway.simulated("cmp-a").count("one")).isEqualTo(1);
  }

  @Test
  void everyRowHasItsOwnTraceOfTheCaller() {
    gateway.model("cmp-a", "one", Behaviour.healthy().text("first"));

    Heard heard = compare("{\"models\":[\"cmp-a/one\",\"cmp-a/one\"]," + MESSAGES + "}");

    String one = heard.json().at("/results/0/request_id").asText();
    String two = heard.json().at("/results/1/request_id").asText();
    assertThat(one).isNotEqualTo(two).hasSameSizeAs(two);
    JsonNode trace = gateway.client().get("/v1/trace/" + one).json();
    assertThat(trace.at("/entry/client_ip").asText()).contains("127.0.0.1");
    assertThat(trace.at("/entry/resolved_model").asText()).isEqualTo("cmp-a/one");
  }

  @Test
  void theFieldsOfTheChatReachTheModelsWithoutThoseOfTheComparison() {
    gateway.model("cmp-a", "one", Behaviour.healthy().text("first"));

    compare(
        "{\"models\":[\"cmp-a/one\"],\"temperature\":0.7,\"stream\":true,\"timeout_ms\":60000,"
            + MESSAGES
            + "}");

    String sent = gateway.simulated("cmp-a").requests("one").getFirst().json().toString();
    assertThat(sent).contains("0.7").doesNotContain("timeout_ms", "models", "\"stream\":true");
  }

  /**
   * An inner chat takes part in the cache like any other, and is not taken for one whose client
   * left.
   */
  @Test
  void theAnswersMayComeFromTheCacheAndGoIntoIt() {
    gateway
        .model("cmp-c", "one", Behaviour.healthy().text("first"))
        .model("cmp-d", "two", Behaviour.healthy().text("second"));

    for (int i = 0; i < 2; i++) {
      JsonNode json = cached("{\"models\":[\"cmp-c/one\",\"cmp-d/two\"]," + MESSAGES + "}").json();
      assertThat(json.path("ok_count").asInt()).as(json.toString()).isEqualTo(2);
      assertThat(json.at("/results/1/content").asText()).isEqualTo("second");
    }
    assertThat(gateway.simulated("cmp-c").count("one")).isEqualTo(1);
    assertThat(gateway.simulated("cmp-d").count("two")).isEqualTo(1);
  }

  private Heard cached(String body) {
    var open = gateway.client().open("POST", "/v1/compare", body, Map.of("X-No-Cache", "0"));
    try (open) {
      return open.rest();
    }
  }

  @Test
  void aModelThatIsTooSlowIsATimeoutOfItsOwnRow() {
    gateway.model("cmp-a", "one", Behaviour.always(Fault.silence()));

    Heard heard = compare("{\"models\":[\"cmp-a/one\"],\"timeout_ms\":300," + MESSAGES + "}");

    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.json().at("/results/0/status").asInt()).isZero();
    assertThat(heard.json().at("/results/0/error").asText()).contains("timeout after 300 ms");
    assertThat(heard.json().at("/results/0/provider").isNull()).isTrue();
  }

  @Test
  void aWrongFieldIsNamed() {
    assertThat(param("{" + MESSAGES + "}")).isEqualTo("models");
    assertThat(param("{\"models\":[]," + MESSAGES + "}")).isEqualTo("models");
    assertThat(param("{\"models\":[7]," + MESSAGES + "}")).isEqualTo("models");
    assertThat(param("{\"models\":[\"a\"]}")).isEqualTo("messages");
    assertThat(param("{\"models\":[\"a\"],\"messages\":[]}")).isEqualTo("messages");
    assertThat(param("{\"models\":[\"a\"],\"timeout_ms\":0," + MESSAGES + "}"))
        .isEqualTo("timeout_ms");
    String eleven = "\"a\",".repeat(10) + "\"a\"";
    assertThat(param("{\"models\":[" + eleven + "]," + MESSAGES + "}")).isEqualTo("models");
    assertThat(compare("[").status()).isEqualTo(400);
    assertThat(gateway.client().get("/v1/compare").status()).isEqualTo(405);
  }

  private String param(String body) {
    Heard heard = compare(body);
    assertThat(heard.status()).as(heard.body()).isEqualTo(400);
    return heard.json().at("/error/param").asText();
  }
}
