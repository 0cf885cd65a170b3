package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** A rejected key is shown and not used for a while; other refusals do not count as a rejection. */
class RejectedKeysTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final StrictServer upstream = new StrictServer();

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", "/api/provider-catalog/keyed", "");
    upstream.close();
  }

  private void register(boolean publicList, String proof) {
    upstream.lists("m");
    upstream.needs("good-key-4711", publicList);
    String row =
        "{\"base_url\":\"%s\",\"models_url\":\"%s/models\",\"key_proof\":\"%s\"}"
            .formatted(upstream.url(), upstream.url(), proof);
    gateway.save("keyed", row);
  }

  private JsonNode setup(String path, String key) {
    String body = "{\"provider\":\"keyed\",\"apiKey\":\"" + key + "\"}";
    return gateway.client().send("POST", path, body).json();
  }

  private JsonNode keyed() {
    String body = gateway.client().get("/api/setup").body();
    return rows(body);
  }

  private static JsonNode rows(String body) {
    try {
      for (JsonNode row : new ObjectMapper().readTree(body)) {
        if (row.path("provider").asText().equals("keyed")) {
          return row;
        }
      }
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
    throw new AssertionError("no row in " + body);
  }

  private void waitFor(String state) {
    await().untilAsserted(() -> assertThat(keyed().at("/keys/0/state").asText()).isEqualTo(state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "chat"})
  void aTestProvesAKeyAlsoWhereTheListIsPublic(String proof) {
    register(true, proof);
    assertThat(setup("/api/setup/test", "garbage").path("ok").asBoolean()).isFalse();
    assertThat(setup("/api/setup/test", "garbage").path("error").asText()).contains("No such key");
    assertThat(setup("/api/setup/test", "good-key-4711").path("ok").asBoolean()).isTrue();
  }

  @Test
  void aListThatNeedsTheKeyProvesItWithoutAChat() {
    register(false, "auto");
    assertThat(setup("/api/setup/test", "garbage").path("ok").asBoolean()).isFalse();
    assertThat(setup("/api/setup/test", "good-key-4711").path("models").asInt()).isEqualTo(1);
    assertThat(upstream.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void aRejectedKeyIsShownAndNotSentAgainUntilItIsChanged(String stream) {
    register(true, "auto");
    setup("/api/setup", "garbage-key-1");
    Heard refused = gateway.ask("keyed/m").with("stream", stream).whole();
    assertThat(refused.status()).isEqualTo(502);
    waitFor("key rejected");
    JsonNode rejected = keyed().at("/keys/0/rejected");
    assertThat(rejected.path("said").asText()).contains("401").contains("No such key");
    assertThat(rejected.path("since").asText()).isNotEmpty();
    assertThat(rejected.path("times").asInt()).isEqualTo(1);
    await().until(() -> !keyed().path("usable").asBoolean());
    upstream.forget();
    Heard again = gateway.ask("keyed/m").with("stream", stream).whole();
    assertThat(again.status()).isEqualTo(503);
    assertThat(again.body()).contains("rejects its key").doesNotContain("garbage-key-1");
    assertThat(upstream.asked()).isEmpty();
    setup("/api/setup", "good-key-4711");
    assertThat(gateway.ask("keyed/m").with("stream", stream).whole().text()).isEqualTo("ok");
    assertThat(keyed().at("/keys/0/state").asText()).isEqualTo("ok");
  }

  @Test
  void refusalsInARowTeachWhereNoProofSpeaksAgainstTheKey() {
    register(true, "list");
    setup("/api/setup", "garbage-key-1");
    for (int i = 0; i < 3; i++) {
      int before = i;
      await()
          .untilAsserted(
              () -> {
                gateway.ask("keyed/m").whole();
                assertThat(upstream.asked()).hasSizeGreaterThan(before);
              });
    }
    await()
        .untilAsserted(
            () -> {
              gateway.ask("keyed/m").whole();
              assertThat(keyed().at("/keys/0/state").asText()).isEqualTo("key rejected");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your plan does not include this model.",
        "Country, region, or territory not supported",
        "You do not have access to the model m.",
        "This model is gated; accept the license first.",
      })
  void aRefusalOfTheModelThePlanOrTheRegionIsNotTheKeys(String words) {
    register(false, "auto");
    upstream.rule(
        request -> new StrictServer.Refusal(403, "{\"error\":{\"message\":\"" + words + "\"}}"));
    setup("/api/setup", "good-key-4711");
    for (int i = 0; i < 5; i++) {
      Heard heard = gateway.ask("keyed/m").with("stream", String.valueOf(i % 2 == 0)).whole();
      assertThat(heard.body()).doesNotContain("key for this provider");
    }
    assertThat(keyed().at("/keys/0/state").asText()).isEqualTo("ok");
    upstream.rule(request -> null);
    gateway.forget();
    assertThat(gateway.ask("keyed/m").whole().text()).isEqualTo("ok");
  }
}
