package sml.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

class EventsApiTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void whatHappenedIsShownAtOnceAndStaysAfterItWasWritten() {
    gateway
        .context()
        .publishEvent(
            new OperatorEvent("provider_discovered", "bell", "it rang", "p", null, "success"));
    assertThat(gateway.client().get("/api/events").body()).contains("\"title\":\"bell\"");
    await()
        .untilAsserted(
            () ->
                assertThat(gateway.client().get("/api/events?since=0").body())
                    .containsPattern(
                        "\"id\":\\d+,\"type\":\"provider_discovered\",\"title\":\"bell\","
                            + "\"detail\":\"it rang\",\"provider\":\"p\",\"modelId\":null,"
                            + "\"severity\":\"success\",\"createdAt\":\"20"));
    assertThat(gateway.client().get("/api/events?since=2999-01-01T00:00:00Z").body())
        .isEqualTo("{\"events\":[]}");
  }

  @Test
  void aTimeThatIsNoneIsRefusedByName() {
    Heard refused = gateway.client().get("/api/events?since=yesterday");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("\"param\":\"since\"");
  }
}
