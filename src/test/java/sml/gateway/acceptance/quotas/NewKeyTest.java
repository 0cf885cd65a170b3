package sml.gateway.acceptance.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.acceptance.StrictServer;
import sml.gateway.catalog.providers.KeyStore;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** A new key of a provider is used at once, whatever the refusals of the old one. */
class NewKeyTest {
  private static final String MONTH = "All 1000 calls per month are used up.";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final StrictServer upstream = new StrictServer();

  @BeforeEach
  void begin() {
    gateway.model("spare", "m2", Behaviour.healthy());
    upstream.lists("m");
    String row =
        "{\"base_url\":\"%s\",\"models_url\":\"%s/models\",\"key_proof\":\"list\"}"
            .formatted(upstream.url(), upstream.url());
    gateway.save("renewed", row);
    save("old-key-4711");
  }

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", "/api/provider-catalog/renewed", "");
    upstream.close();
  }

  private void save(String key) {
    String body = "{\"provider\":\"renewed\",\"apiKey\":\"" + key + "\"}";
    Heard saved = gateway.client().send("POST", "/api/setup", body);
    assertThat(saved.status()).as(saved.body()).isEqualTo(200);
  }

  private void refuses(int status, String message) {
    int code = status == 200 ? 429 : status;
    String body = "{\"error\":{\"code\":%d,\"message\":\"%s\"}}".formatted(code, message);
    upstream.rule(request -> new StrictServer.Refusal(status, body));
  }

  private void answers() {
    upstream.rule(request -> null);
  }

  private Heard askChain(boolean stream) {
    return gateway.ask(stream, "renewed/m", "spare/m2");
  }

  private boolean coolsDown() {
    for (JsonNode row : gateway.client().get("/api/circuits").json().path("circuits")) {
      if (row.path("model").asText().equals("renewed/m")) {
        return row.hasNonNull("cooldownUntil");
      }
    }
    return false;
  }

  /** Refused once, then cooling down. */
  private void isRefused(boolean stream) {
    assertThat(askChain(stream).models()).containsExactly("m2");
    assertThat(upstream.asked()).hasSize(1);
    assertThat(coolsDown()).isTrue();
    answers();
  }

  /** Refused for the quota of a month, which also applies to requests that name the model. */
  private void isUsedUp(boolean stream) {
    refuses(429, MONTH);
    isRefused(stream);
    assertThat(askChain(stream).models()).containsExactly("m2");
    assertThat(upstream.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | " + MONTH + " | false",
        "429 | " + MONTH + " | true",
        "200 | " + MONTH + " | false",
        "200 | " + MONTH + " | true",
        "429 | You have used all free requests per day. | true",
        "402 | A payment method is required. | false",
        "402 | A payment method is required. | true",
        "401 | Invalid API key. | false",
        "401 | Invalid API key. | true",
        "429 | Rate limit reached. Try again in 3 days. | false",
      })
  void theNewKeyIsAskedAtOnce(int status, String message, boolean stream) {
    refuses(status, message);
    isRefused(stream);
    save("new-key-4712");
    assertThat(coolsDown()).isFalse();
    assertThat(askChain(stream).text()).isEqualTo("ok");
    assertThat(upstream.asked()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theSameKeySavedAgainChangesNothing(boolean stream) {
    isUsedUp(stream);
    save("old-key-4711");
    assertThat(askChain(stream).models()).containsExactly("m2");
    assertThat(upstream.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKeyBesideTheOldOneIsAskedToo(boolean stream) {
    isUsedUp(stream);
    save("old-key-4711,second-key-1");
    assertThat(askChain(stream).text()).isEqualTo("ok");
    assertThat(upstream.asked()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aModelThatIsNamedIsNotHeldByTheQuotaOfTheOldKey(boolean stream) {
    refuses(429, MONTH);
    assertThat(gateway.ask(stream, "renewed/m").status()).isEqualTo(429);
    answers();
    assertThat(gateway.ask(stream, "renewed/m").status()).isEqualTo(503);
    assertThat(upstream.asked()).hasSize(1);
    save("new-key-4712");
    assertThat(gateway.ask(stream, "renewed/m").text()).isEqualTo("ok");
    assertThat(upstream.asked()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"500, false", "500, true", "503, false", "503, true"})
  void aFaultOfTheModelStaysWithItsCooldown(int status, boolean stream) {
    refuses(status, "The model is broken.");
    assertThat(askChain(stream).models()).containsExactly("m2");
    assertThat(coolsDown()).isTrue();
    save("new-key-4712");
    assertThat(coolsDown()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKeyThatAnotherGatewaySavedEndsTheCooldownHereToo(boolean stream) {
    isUsedUp(stream);
    gateway.context().getBean(KeyStore.class).replace("renewed", List.of("new-key-4712"));
    await().untilAsserted(() -> assertThat(askChain(stream).text()).isEqualTo("ok"));
    assertThat(upstream.asked()).hasSize(2);
  }
}
