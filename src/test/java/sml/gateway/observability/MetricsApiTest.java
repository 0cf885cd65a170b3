package sml.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

class MetricsApiTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void everythingThatIsMeasuredIsOnOnePage() {
    gateway.model("measured", "m", Behaviour.healthy());
    gateway.ask("measured/m").whole();
    await().until(() -> page("/api/metrics").contains(answeredBy("measured")));
    assertThat(page("/api/metrics"))
        .contains("# TYPE sml_models_total gauge")
        .contains("# TYPE sml_request_total counter")
        .contains("sml_health_log_buffered ")
        .contains("sml_upstream_connections_leased ")
        .contains("camel_exchanges_total{");
  }

  @Test
  void theActuatorHasWhatThisProcessMeasures() {
    gateway.model("measured", "m", Behaviour.healthy());
    gateway.ask("measured/m").whole();
    await().until(() -> page("/actuator/prometheus").contains(answeredBy("measured")));
  }

  private static String answeredBy(String provider) {
    return "outcome=\"answered\",provider=\"" + provider + "\"";
  }

  private String page(String path) {
    Heard heard = gateway.client().get(path);
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    return heard.body();
  }
}
