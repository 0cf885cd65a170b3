package sml.gateway.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.simulation.Behaviour;
import sml.gateway.testkit.TestGateway;

class RoutingStatsTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void whatTrafficTaughtIsShownByCategoryAndProvider() {
    gateway.model("taught", "m", Behaviour.healthy().latency(Duration.ofMillis(5)));
    for (int i = 0; i < 3; i++) {
      assertThat(gateway.ask("taught/m").whole().status()).isEqualTo(200);
    }
    // what was learned may be written down between two of the requests
    await().until(() -> find(stats().path("categories")).path("total").asInt() == 3);
    JsonNode line = find(stats().path("categories"));
    assertThat(line.path("success_rate").asDouble()).isEqualTo(100);
    assertThat(line.path("avg_latency_ms").asLong()).isPositive();
    assertThat(stats().path("totalLearned").asLong()).isGreaterThanOrEqualTo(3);
    assertThat(stats().path("distribution").get(0).path("count").asLong()).isPositive();
    assertThat(stats().path("providers").toString())
        .contains("\"provider\":\"taught\",\"total\":3,\"success_rate\":100.0");
  }

  private JsonNode stats() {
    return gateway.client().get("/api/routing-stats").json();
  }

  private static JsonNode find(JsonNode categories) {
    for (JsonNode lines : categories) {
      for (JsonNode line : lines) {
        if (line.path("model_id").asText().equals("taught:m")) {
          return line;
        }
      }
    }
    return categories.path("none");
  }
}
