package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

class RoutingStatsApiTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void whatTrafficTaughtIsShownByCategoryAndProvider() {
    gateway.model("taught", "m", Behaviour.healthy().latency(Duration.ofMillis(5)));
    for (int i = 0; i < 3; i++) {
      assertThat(gateway.ask("taught/m").whole().status()).isEqualTo(200);
    }
    // results may be saved between two of the requests
    await().until(() -> find(stats().path("categories")).path("total").asInt() == 3);
    JsonNode entry = find(stats().path("categories"));
    assertThat(entry.path("success_rate").asDouble()).isEqualTo(100);
    assertThat(entry.path("avg_latency_ms").asLong()).isPositive();
    assertThat(stats().path("totalLearned").asLong()).isGreaterThanOrEqualTo(3);
    assertThat(stats().path("distribution").get(0).path("count").asLong()).isPositive();
    assertThat(stats().path("providers").toString())
        .contains("\"provider\":\"taught\",\"total\":3,\"success_rate\":100.0");
  }

  @Test
  void theLiveScoreIsShownAndWrittenToTheModels() {
    gateway.model("scored", "m", Behaviour.healthy());
    for (int i = 0; i < 3; i++) {
      assertThat(gateway.ask("scored/m").whole().status()).isEqualTo(200);
    }
    JsonNode live = gateway.client().get("/api/live-score").json();
    JsonNode provider = find(live.path("providers"), "provider", "scored");
    assertThat(provider.path("samples").asLong()).isEqualTo(3);
    // three answers and a prior of 3.5 in 5, fading
    assertThat(provider.path("successRate").asDouble()).isCloseTo(81.25, within(0.1));
    JsonNode model = find(live.path("models"), "modelId", "scored:m");
    assertThat(model.path("avgLatency").isNumber()).isTrue();
    var jdbc = gateway.context().getBean(JdbcTemplate.class);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        jdbc.queryForObject(
                            "select live_score from models where id = 'scored:m'", Float.class))
                    .isCloseTo(0.8125f, within(0.001f)));
  }

  private static JsonNode find(JsonNode entries, String key, String value) {
    for (JsonNode entry : entries) {
      if (entry.path(key).asText().equals(value)) {
        return entry;
      }
    }
    return entries.path("none");
  }

  private JsonNode stats() {
    return gateway.client().get("/api/routing-stats").json();
  }

  private static JsonNode find(JsonNode categories) {
    for (JsonNode entries : categories) {
      for (JsonNode entry : entries) {
        if (entry.path("model_id").asText().equals("taught:m")) {
          return entry;
        }
      }
    }
    return categories.path("none");
  }
}
