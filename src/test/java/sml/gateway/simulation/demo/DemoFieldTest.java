package sml.gateway.simulation.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;
import sml.gateway.catalog.Provider.Access;
import sml.gateway.catalog.SimulatedProviders.Offer;
import sml.gateway.catalog.SimulatedProviders.Row;

@Timeout(60)
class DemoFieldTest {
  private final DemoField field =
      new DemoField(Optional.empty(), Clock.systemUTC(), new MockEnvironment());
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    field.stop();
    client.close();
  }

  @Test
  void allProvidersAreLabelledAsSimulatedAndEightOfThemCostNothing() {
    List<Row> rows = field.rows();
    Set<String> ids = new HashSet<>();
    assertThat(rows).hasSize(11);
    for (Row row : rows) {
      assertThat(row.name()).startsWith("demo-");
      assertThat(row.label()).startsWith("Simulated");
      assertThat(row.notes()).contains("no real provider");
      assertThat(row.models()).hasSize(row.access().free() ? 3 : 1);
      row.models().forEach(model -> ids.add(model.id()));
    }
    assertThat(ids).hasSize(27).allMatch(id -> id.startsWith("demo-"));
    assertThat(rows).flatExtracting(Row::models).extracting(Offer::tools).contains(true, false);
    assertThat(ids).anyMatch(id -> id.contains("thai"));
    assertThat(rows).filteredOn(row -> row.access().free()).hasSize(8);
    assertThat(rows).extracting(Row::access).contains(Access.values());
  }

  @Test
  void everyAnswerSaysThatItIsSimulatedAndOnlySomeModelsWriteThai() throws Exception {
    assertThat(ask("demo-siam", "demo-siam-thai-small", "สวัสดี").body()).contains("คำตอบจำลอง");
    assertThat(ask("demo-swift", "demo-swift-small", "สวัสดี").body())
        .contains("simulated answer", "no real model");
    assertThat(ask("demo-thinker", "demo-thinker-reasoning", "Hello").body())
        .contains("\"reasoning\":\"Simulated thoughts.\"");
  }

  @Test
  void theScarceProviderRefusesWhatIsBeyondItsLimitOfAMinute() throws Exception {
    for (int i = 0; i < DemoModel.LIMIT; i++) {
      assertThat(ask("demo-scarce", "demo-scarce-medium", "Hi").statusCode()).isEqualTo(200);
    }
    var refused = ask("demo-scarce", "demo-scarce-medium", "Hi");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
  }

  @Test
  void aProviderKnowsItsOwnModelsOnly() throws Exception {
    assertThat(ask("demo-swift", "demo-siam-thai-small", "Hi").statusCode()).isEqualTo(404);
  }

  @Test
  void theEndOfTheDemoClosesItsConnections() throws Exception {
    int port = field.rows().getFirst().baseUrl().getPort();
    try (Socket open = new Socket("127.0.0.1", port)) {
      open.setSoTimeout(10_000);
      open.getOutputStream().write("GET /v1/models HTTP/1.1\r\nHost: demo\r\n\r\n".getBytes(UTF_8));
      assertThat(open.getInputStream().read()).isEqualTo('H');
      field.stop();
      assertThat(open.getInputStream().readAllBytes()).isNotNull();
    }
  }

  @Test
  void aClusterThatTheEnvironmentNamesIsNotJoined() {
    new ApplicationContextRunner()
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .withPropertyValues(
            "spring.profiles.active=demo", "DATABASE_URL=postgres://db/x", "REDIS_URL=redis://r")
        .run(
            started -> {
              var settings = started.getEnvironment();
              assertThat(settings.getProperty("sml.storage.url")).isEmpty();
              assertThat(settings.getProperty("sml.shared.redis-url")).isEmpty();
            });
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void thatItIsIgnoredIsAWarning(CapturedOutput log) {
    var environment = new MockEnvironment().withProperty("REDIS_URL", "redis://r");
    new DemoField(Optional.empty(), Clock.systemUTC(), environment).stop();
    assertThat(log)
        .contains("demo: REDIS_URL is ignored, the demo joins no cluster")
        .doesNotContain("DATABASE_URL is ignored");
  }

  private HttpResponse<String> ask(String provider, String model, String text) throws Exception {
    Row row =
        field.rows().stream().filter(r -> r.name().equals(provider)).findFirst().orElseThrow();
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(model, text);
    var request =
        HttpRequest.newBuilder(URI.create(row.baseUrl() + "/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
