package sml.gateway.routereload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.TestGateway;

/** Edits of operations, which are declared under {@code rest}. */
class EditedOperationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String BELL =
      """
      - rest:
          id: bell-operations
          path: /api
          get:
            - { id: get-bell, path: /bell, description: Whether it rings, to: "direct:bell" }
      - route:
          id: bell
          routeConfigurationId: openai-errors
          from:
            uri: direct:bell
            steps:
              - to: { id: ask-bell, uri: "bean:routesApi?method=list" }
              - marshal: { id: write-bell, json: { library: Jackson } }
      """;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  @BeforeEach
  void write() throws IOException {
    write(BELL);
    eventually(body -> route(body).path("state").asText().equals("Started"));
  }

  @AfterEach
  void delete() throws IOException {
    Files.delete(file());
    eventually(body -> route(body).isMissingNode() && body.path("failedFiles").isEmpty());
    assertThat(status("/api/bell")).isEqualTo(404);
    assertThat(status("/api/gong")).isEqualTo(404);
  }

  @Test
  void aNewOperationIsServedAndListedWithItsDescription() throws IOException {
    assertThat(status("/api/bell")).isEqualTo(200);
    assertThat(route(routes()).path("description").asText()).isEqualTo("Whether it rings");
  }

  @Test
  void anOperationMovesToAnotherPath() throws IOException {
    write(BELL.replace("path: /bell", "path: /gong"));
    await().atMost(Duration.ofSeconds(60)).until(() -> status("/api/gong") == 200);
    assertThat(status("/api/bell")).isEqualTo(404);
  }

  @Test
  void anEditComesAfterAnother() throws IOException {
    for (String text : new String[] {"It rings once", "It rings twice", "It rings again"}) {
      write(BELL.replace("Whether it rings", text));
      eventually(body -> route(body).path("description").asText().equals(text));
    }
    assertThat(status("/api/bell")).isEqualTo(200);
  }

  @Test
  void anOperationThatLeadsNowhereIsShownWithItsLine() throws IOException {
    write(BELL.replace("to: \"direct:bell\"", "to: \"direct:gong\""));
    expectDefect("no route takes direct:gong");
    assertThat(status("/api/bell")).isEqualTo(200);
  }

  @Test
  void anOperationThatIsThereTwiceIsShown() throws IOException {
    String line = BELL.lines().filter(each -> each.contains("get-bell")).findFirst().orElseThrow();
    write(BELL.replace(line, line + "\n" + line.replace("get-bell", "get-bell-too")));
    eventually(body -> defect(body).path("reason").asText().contains("Duplicate"));
    assertThat(status("/api/bell")).isEqualTo(200);
  }

  @Test
  void aRouteThatTakesTheCallsOfAnotherIsShownWithItsLine() throws IOException {
    write(BELL.replace("direct:bell", "direct:ask"));
    expectDefect("another route takes direct:ask already");
    assertThat(status("/api/bell")).isEqualTo(200);
  }

  @Test
  void anUnknownWordOfAnOperationIsShownWithItsLine() throws IOException {
    write(BELL.replace("path: /bell", "paths: /bell"));
    expectDefect("paths");
    assertThat(status("/api/bell")).isEqualTo(200);
  }

  private void expectDefect(String reason) throws IOException {
    eventually(body -> defect(body).path("reason").asText().contains(reason));
    assertThat(defect(routes()).path("line").asInt()).as("line").isPositive();
  }

  private Path file() {
    return gateway.routes().resolve("bell.camel.yaml");
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private int status(String path) {
    return gateway.client().get(path).status();
  }

  private JsonNode routes() throws IOException {
    return JSON.readTree(gateway.client().get("/api/routes").body());
  }

  private void eventually(Predicate<JsonNode> expected) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> expected.test(routes()));
  }

  private static JsonNode route(JsonNode body) {
    return find(body.path("routes"), "id", "bell");
  }

  private static JsonNode defect(JsonNode body) {
    return find(body.path("failedFiles"), "file", "bell.camel.yaml").path("lastFailedLoad");
  }

  private static JsonNode find(JsonNode list, String key, String value) {
    for (JsonNode each : list) {
      if (each.path(key).asText().equals(value)) {
        return each;
      }
    }
    return JSON.missingNode();
  }
}
