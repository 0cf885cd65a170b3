package sml.gateway.acceptance.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;

/** {@code /api/analytics}, {@code /api/uptime} and {@code /api/trend} of a gateway at work. */
class TrafficPagesTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void aRequestIsCountedWithAllItsCalls() {
    gateway.model("trf-a", "one", Behaviour.always(Fault.status(500)));
    gateway.model("trf-b", "one", Behaviour.healthy().latency(Duration.ofMillis(5)));

    assertThat(gateway.ask("trf-a/one", "trf-b/one").whole().status()).isEqualTo(200);
    int failed = gateway.simulated("trf-a").requests().size();

    await().until(() -> provider("/api/analytics", "providerStats", "trf-b").has("provider"));
    JsonNode good = provider("/api/analytics", "providerStats", "trf-b");
    assertThat(good.path("requests").asLong()).isEqualTo(1);
    assertThat(good.path("successes").asLong()).isEqualTo(1);
    assertThat(good.path("upstreamCalls").asLong()).isEqualTo(1);
    assertThat(good.path("outputTokens").asLong()).isPositive();
    assertThat(good.at("/latencyMs/p50").asLong()).isPositive();
    JsonNode bad = provider("/api/analytics?window=7d", "providerStats", "trf-a");
    assertThat(bad.path("requests").asLong()).isZero();
    assertThat(bad.path("failedCalls").asLong()).isEqualTo(failed).isPositive();
    assertThat(provider("/api/uptime", "uptimeStats", "trf-a").path("uptime").asDouble(-1))
        .isZero();
    assertThat(provider("/api/uptime?window=30d", "uptimeStats", "trf-b").path("uptime").asInt())
        .isEqualTo(100);
    JsonNode series = provider("/api/trend?days=2", "requestTrend", "trf-b").path("values");
    assertThat(series).hasSize(2);
    assertThat(series.get(1).asInt() + series.get(0).asInt()).isEqualTo(1);
  }

  @Test
  void aParameterThatIsWrongIsNamedInTheError() {
    for (var wrong :
        List.of(
            List.of("/api/analytics?window=year", "window"),
            List.of("/api/uptime?window=0", "window"),
            List.of("/api/trend?days=1000", "days"))) {
      Heard refused = gateway.client().get(wrong.getFirst());
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().at("/error/param").asText()).isEqualTo(wrong.getLast());
    }
  }

  private JsonNode provider(String path, String list, String name) {
    Heard heard = gateway.client().get(path);
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    return StreamSupport.stream(heard.json().path(list).spliterator(), false)
        .filter(entry -> entry.path("provider").asText().equals(name))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }
}
