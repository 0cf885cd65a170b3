package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.chat.Category;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.testkit.TestGateway;

/** A 404 retires a model only if it speaks of the model, and its provider does not list it. */
class RetiredModelsTest {
  private static final ModelRef MODEL = new ModelRef("leaving", "m");

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final StrictServer upstream = new StrictServer();

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", "/api/provider-catalog/leaving", "");
    upstream.close();
  }

  private void refuse(String statusAndBody) {
    int status = Integer.parseInt(statusAndBody.substring(0, 3));
    String body = statusAndBody.substring(4).replace('\'', '"');
    upstream.rule(request -> new StrictServer.Refusal(status, body));
  }

  /** Asks four times, whole and streamed; returns its cooldown then. */
  private Duration cooldownAfterFour() {
    for (int i = 0; i < 4; i++) {
      gateway.ask("leaving/m").with("stream", String.valueOf(i % 2 == 0)).whole();
    }
    assertThat(upstream.asked()).hasSize(4);
    LiveStats.CooldownState cooldown =
        gateway.context().getBean(LiveStats.class).of(MODEL, Category.GENERAL).cooldown();
    return cooldown == null ? Duration.ZERO : cooldown.left();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404 {'error':{'message':'The model `m` does not exist or you do not have access to it.'}}",
        "410 {'error':{'message':'The model m has been retired.'}}",
        "404 {'error':{'message':'No endpoints found for m.','code':404}}",
        "404 {'error':{'code':'model_not_found','message':'sorry'}}",
      })
  void wordsAboutTheModelRetireOneThatIsNotListed(String refusal) {
    gateway.register("leaving", upstream.port(), "openai", List.of("m"));
    refuse(refusal);
    assertThat(cooldownAfterFour()).isGreaterThan(Duration.ofDays(20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404 {'error':{'message':'No endpoints found that support tool use.','code':404}}",
        "404 {'error':{'message':'No endpoints found matching your data policy.','code':404}}",
        "404 {'error':{'message':'No allowed providers are available for the selected model.'}}",
        "404 <html><head><title>404 Not Found</title></head><body>nginx</body></html>",
        "404 {'detail':'Not Found'}",
        "404 {'error':{'message':'Invalid URL (POST /v1/chat/completions)'}}",
        "410 {}",
      })
  void otherWordsDoNot(String refusal) {
    gateway.register("leaving", upstream.port(), "openai", List.of("m"));
    refuse(refusal);
    assertThat(cooldownAfterFour()).isLessThanOrEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404 {'error':{'message':'The model `m` does not exist or you do not have access to it.'}}",
        "410 {'error':{'message':'The model m has been retired.'}}",
        "404 {'error':{'code':'model_not_found','message':'sorry'}}",
        "400 {'error':{'message':'unknown model m'}}",
      })
  void aModelThatItsProviderListsStays(String refusal) {
    upstream.lists("m");
    String row =
        "{\"base_url\":\"%s\",\"models_url\":\"%s/models\",\"auth\":{\"scheme\":\"none\"}}"
            .formatted(upstream.url(), upstream.url());
    gateway.save("leaving", row);
    refuse(refusal);
    assertThat(cooldownAfterFour()).isLessThanOrEqualTo(Duration.ofMinutes(2));
  }
}
