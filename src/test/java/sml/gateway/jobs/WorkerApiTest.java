package sml.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.TestGateway;

class WorkerApiTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void aRunByHandDoesEveryStepOfTheRoutesAndIsShown() {
    JsonNode answer = gateway.client().send("POST", "/api/worker", "").json();
    assertThat(answer.path("ok").asBoolean()).isTrue();
    assertThat(answer.path("message").asText()).containsAnyOf("has begun", "under way");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !worker().path("status").asText().equals("running"));
    JsonNode worker = worker();
    assertThat(worker.path("status").asText()).as(worker.toString()).isEqualTo("idle");
    assertThat(worker.path("runner").asText()).isNotEmpty();
    assertThat(worker.path("lastRun").asText()).startsWith("20");
    assertThat(worker.path("nextRun").isNull()).isTrue();
    assertThat(worker.path("stats").fieldNames()).toIterable().contains("scan", "exam", "appoint");
    assertThat(worker.at("/stats/scan/ok").asBoolean()).isTrue();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> gateway.client().get("/api/status").body().contains("\"status\":\"idle\""));
  }

  private JsonNode worker() {
    return gateway.client().get("/api/worker").json().path("worker");
  }
}
