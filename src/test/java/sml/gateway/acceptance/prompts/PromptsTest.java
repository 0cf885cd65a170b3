package sml.gateway.acceptance.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Saved prompts from their saving to the chats that name them. */
class PromptsTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Heard send(String method, String path, String body) {
    return gateway.client().send(method, path, body);
  }

  private void save(String name, String content) {
    Heard saved =
        send(
            "POST",
            "/v1/prompts",
            "{\"name\":\"" + name + "\",\"content\":\"" + content + "\",\"description\":\"d\"}");
    assertThat(saved.status()).as(saved.body()).isEqualTo(201);
    assertThat(saved.json().path("ok").asBoolean()).isTrue();
  }

  @AfterEach
  void empty() {
    for (JsonNode prompt : send("GET", "/v1/prompts", "").json().path("prompts")) {
      send("DELETE", "/v1/prompts/" + prompt.path("name").asText(), "");
    }
  }

  @Test
  void aPromptIsSavedShownChangedAndRemoved() {
    save("pirate", "Talk like a pirate.");
    Heard shown = send("GET", "/v1/prompts/PIRATE", "");
    assertThat(shown.json().path("content").asText()).isEqualTo("Talk like a pirate.");
    assertThat(shown.json().path("description").asText()).isEqualTo("d");
    assertThat(shown.json().path("created_at").asText()).startsWith("20");

    assertThat(send("PUT", "/v1/prompts/pirate", "{\"content\":\"Arr.\"}").status()).isEqualTo(200);
    assertThat(send("GET", "/v1/prompts/pirate", "").json().path("description").isNull()).isTrue();
    JsonNode list = send("GET", "/v1/prompts", "").json();
    assertThat(list.path("total").asInt()).isEqualTo(1);
    assertThat(list.at("/prompts/0/content_length").asInt()).isEqualTo(4);
    assertThat(list.at("/prompts/0").has("content")).isFalse();

    assertThat(send("DELETE", "/v1/prompts/pirate", "").status()).isEqualTo(200);
    assertThat(send("GET", "/v1/prompts/pirate", "").status()).isEqualTo(404);
    assertThat(send("PUT", "/v1/prompts/pirate", "{\"content\":\"x\"}").status()).isEqualTo(404);
    assertThat(send("DELETE", "/v1/prompts/pirate", "").status()).isEqualTo(404);
  }

  @Test
  void aChatThatNamesAPromptGetsItBeforeItsOwnMessages() {
    save("pirate", "Talk like a \\\"pirate\\\".");
    gateway.model("prm-a", "one", Behaviour.healthy().text("Arr"));

    Heard heard = gateway.ask("prm-a/one").with("prompt", "\"Pirate\"").whole();

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    JsonNode sent = gateway.simulated("prm-a").requests("one").getFirst().json();
    assertThat(sent.has("prompt")).isFalse();
    assertThat(sent.at("/messages/0/role").asText()).isEqualTo("system");
    assertThat(sent.at("/messages/0/content").asText()).isEqualTo("Talk like a \"pirate\".");
    assertThat(sent.at("/messages/1/role").asText()).isEqualTo("user");
  }

  @Test
  void aNameThatIsUnknownIsRefusedAndNoModelAsked() {
    gateway.model("prm-a", "one", Behaviour.healthy().text("Arr"));

    Heard heard = gateway.ask("prm-a/one").with("prompt", "\"captain\"").whole();

    assertThat(heard.status()).isEqualTo(400);
    assertThat(heard.json().at("/error/param").asText()).isEqualTo("prompt");
    assertThat(heard.json().at("/error/message").asText()).contains("captain");
    assertThat(gateway.simulated("prm-a").count("one")).isZero();
  }

  @Test
  void aPromptThatIsNoNamePassesAsItIs() {
    gateway.model("prm-a", "one", Behaviour.healthy().text("Arr"));

    gateway.ask("prm-a/one").with("prompt", "{\"id\":\"p1\"}").whole();

    JsonNode sent = gateway.simulated("prm-a").requests("one").getFirst().json();
    assertThat(sent.at("/prompt/id").asText()).isEqualTo("p1");
  }

  @Test
  void aWrongFieldIsNamed() {
    assertThat(param("{\"content\":\"x\"}")).isEqualTo("name");
    assertThat(param("{\"name\":\"a b\",\"content\":\"x\"}")).isEqualTo("name");
    assertThat(param("{\"name\":\"a\"}")).isEqualTo("content");
    assertThat(param("{\"name\":\"a\",\"content\":7}")).isEqualTo("content");
    assertThat(param("{\"name\":\"a\",\"content\":\" \"}")).isEqualTo("content");
    assertThat(param("{\"name\":\"a\",\"content\":\"" + "x".repeat(50_001) + "\"}"))
        .isEqualTo("content");
    assertThat(param("{\"name\":\"a\",\"content\":\"x\",\"description\":1}"))
        .isEqualTo("description");
    assertThat(send("PATCH", "/v1/prompts", "{}").status()).isEqualTo(405);
  }

  private String param(String body) {
    Heard heard = send("POST", "/v1/prompts", body);
    assertThat(heard.status()).as(heard.body()).isEqualTo(400);
    return heard.json().at("/error/param").asText();
  }
}
