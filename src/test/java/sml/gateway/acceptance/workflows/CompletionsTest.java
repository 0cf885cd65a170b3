package sml.gateway.acceptance.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.acceptance.inference.PlainUpstream;
import sml.gateway.acceptance.inference.PlainUpstream.Said;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;

/** {@code POST /v1/completions} from the client to scripted providers and back. */
class CompletionsTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Heard complete(String more) {
    return gateway
        .client()
        .send("POST", "/v1/completions", "{\"model\":\"cpl-a/one\"," + more + "}");
  }

  private void healthy() {
    gateway.model("cpl-a", "one", Behaviour.healthy().text("upon a time"));
  }

  private JsonNode sent(int number) {
    return gateway.simulated("cpl-a").requests("one").get(number).json();
  }

  @Test
  void aPromptBecomesAChatAndItsAnswerACompletion() {
    healthy();

    Heard heard = complete("\"prompt\":\"Once\",\"logprobs\":1,\"temperature\":0.2");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    JsonNode json = heard.json();
    assertThat(json.path("object").asText()).isEqualTo("text_completion");
    assertThat(json.path("id").asText()).startsWith("cmpl-");
    assertThat(json.at("/choices/0/text").asText()).isEqualTo("upon a time");
    assertThat(json.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(json.at("/usage/total_tokens").asInt()).isPositive();
    assertThat(sent(0).at("/messages/0/content").asText()).isEqualTo("Once");
    assertThat(sent(0).at("/temperature").asDouble()).isEqualTo(0.2);
    assertThat(sent(0).has("prompt")).isFalse();
    assertThat(sent(0).path("logprobs").asBoolean()).isTrue();
    assertThat(sent(0).path("top_logprobs").asInt()).isEqualTo(1);
    assertThat(json.at("/choices/0/logprobs").isNull()).isTrue();
  }

  @Test
  void howProbableEachTokenWasIsShownAsLists() {
    String tokens =
        "\"logprobs\":{\"content\":[{\"token\":\"upon\",\"logprob\":-0.25,\"top_logprobs\":"
            + "[{\"token\":\"in\",\"logprob\":-2.5}]},{\"token\":\" a\",\"logprob\":-0.5,"
            + "\"top_logprobs\":[]}]}";
    String choice = "{\"choices\":[{\"index\":0,\"%s\":{\"content\":\"upon a\"},%s,%s}]}";
    String reason = "\"finish_reason\":\"stop\"";
    String whole = choice.formatted("message", tokens, reason);
    String stream = "data: " + choice.formatted("delta", tokens, reason) + "\n\ndata: [DONE]\n\n";
    try (var upstream =
        new PlainUpstream(
            asked ->
                asked.body().contains("\"stream\":true")
                    ? new Said(200, "text/event-stream", stream)
                    : Said.json(whole))) {
      gateway.register("cpl-p", upstream.port(), "openai", List.of("one"));
      String asked = "\"prompt\":\"Once \",\"echo\":true,\"logprobs\":1";
      JsonNode shown =
          completeAt("cpl-p", asked + ",\"temperature\":1").json().at("/choices/0/logprobs");
      assertThat(shown.path("tokens")).hasToString("[\"upon\",\" a\"]");
      assertThat(shown.path("token_logprobs")).hasToString("[-0.25,-0.5]");
      assertThat(shown.path("top_logprobs")).hasToString("[{\"in\":-2.5},{}]");
      assertThat(shown.path("text_offset")).hasToString("[5,9]");
      Heard streamed = completeAt("cpl-p", asked + ",\"stream\":true");
      assertThat(streamed.events().getFirst().json().at("/choices/0/logprobs")).isEqualTo(shown);
    } finally {
      gateway.client().send("DELETE", "/api/provider-catalog/cpl-p", "");
    }
  }

  private Heard completeAt(String provider, String more) {
    String body = "{\"model\":\"" + provider + "/one\"," + more + "}";
    return gateway.client().send("POST", "/v1/completions", body);
  }

  @Test
  void severalPromptsAreSeveralChatsWithTheirChoicesInOrder() {
    healthy();

    Heard heard = complete("\"prompt\":[\"One \",\"Two \"],\"echo\":true");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.json().at("/choices/0/text").asText()).isEqualTo("One upon a time");
    assertThat(heard.json().at("/choices/1/text").asText()).isEqualTo("Two upon a time");
    assertThat(heard.json().at("/choices/1/index").asInt()).isEqualTo(1);
    assertThat(gateway.simulated("cpl-a").count("one")).isEqualTo(2);
  }

  @Test
  void aStreamHasTextInItsChunksAndADone() {
    healthy();

    Heard heard = complete("\"prompt\":\"Once \",\"stream\":true,\"echo\":true");

    assertThat(heard.done()).isTrue();
    String text =
        heard.events().stream()
            .filter(event -> !event.data().equals("[DONE]"))
            .map(event -> event.json().at("/choices/0/text").asText(""))
            .collect(Collectors.joining());
    assertThat(text).isEqualTo("Once upon a time");
    assertThat(heard.events().getFirst().json().path("object").asText())
        .isEqualTo("text_completion");
  }

  @Test
  void aSuffixAsksForWhatLiesBetween() {
    healthy();

    complete("\"prompt\":\"def f():\",\"suffix\":\"return x\"");

    assertThat(sent(0).at("/messages/1/content").asText())
        .contains("<before>def f():</before>", "<after>return x</after>");
  }

  @Test
  void aFailureIsReportedAsForAnyChat() {
    gateway.model("cpl-a", "one", Behaviour.always(Fault.status(400, "bad", "Bad prompt.")));

    Heard heard = complete("\"prompt\":\"x\"");

    assertThat(heard.status()).isEqualTo(400);
    assertThat(heard.json().at("/error/message").asText()).contains("Bad prompt.");
  }

  @Test
  void aWrongFieldIsNamed() {
    assertThat(param("\"max_tokens\":5")).isEqualTo("prompt");
    assertThat(param("\"prompt\":7")).isEqualTo("prompt");
    assertThat(param("\"prompt\":[]")).isEqualTo("prompt");
    assertThat(param("\"prompt\":[1,2]")).isEqualTo("prompt");
    assertThat(param("\"prompt\":\"a\",\"echo\":1")).isEqualTo("echo");
    assertThat(param("\"prompt\":\"a\",\"logprobs\":true")).isEqualTo("logprobs");
    assertThat(param("\"prompt\":[\"a\",\"b\"],\"stream\":true")).isEqualTo("stream");
    assertThat(gateway.client().get("/v1/completions").status()).isEqualTo(405);
  }

  private String param(String body) {
    Heard heard = complete(body);
    assertThat(heard.status()).as(heard.body()).isEqualTo(400);
    return heard.json().at("/error/param").asText();
  }
}
