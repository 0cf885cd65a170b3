package sml.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({
    "since=yesterday,since",
    "severity=loud,severity",
    "limit=-1,limit",
    "q=a%00b,q",
  })
  void aParameterThatIsNoneIsRefusedByName(String query, String name) {
    Heard refused = gateway.client().get("/api/events?" + query);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("\"param\":\"" + name + "\"");
  }

  private void happen(String title, String severity) {
    gateway
        .context()
        .publishEvent(new OperatorEvent("model_new", title, "by a test", "p", "m", severity));
  }

  @Test
  void eventsAreFilteredBySeverityAndTextInTheApiAndOnThePage() {
    happen("gong of tin", "error");
    happen("gong of brass", "info");
    happen("whistle", "error");
    for (String path : List.of("/api/events", "/events")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(gateway.client().get(path + "?q=GONG&severity=error").body())
                      .contains("gong of tin")
                      .doesNotContain("gong of brass", "whistle"));
      assertThat(gateway.client().get(path + "?q=gong&since=24h").body())
          .contains("gong of tin", "gong of brass");
    }
    assertThat(gateway.client().get("/api/events?q=gong&limit=1").json().path("events"))
        .singleElement()
        .satisfies(event -> assertThat(event.path("title").asText()).isEqualTo("gong of brass"));
    assertThat(gateway.client().get("/events?severity=loud&lang=en").body())
        .contains("This address is not valid");
  }
}
