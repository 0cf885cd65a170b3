package sml.gateway.routereload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.LoggedErrors;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Edits of a real folder while requests keep coming. Every test ends with the folder restored. */
class RouteReloaderTest {
  private static final String CHAT = "chat.camel.yaml";
  private static final String ASK = "ask.camel.yaml";
  private static final String HEDGE = "hedge.camel.yaml";
  private static final String MODELS = "models.camel.yaml";

  private static final String PROBE =
      """
      - route:
          id: probe
          description: %s
          routeConfigurationId: openai-errors
          from:
            uri: platform-http:/api/probe
            steps:
              - to: { id: probe-it, uri: "%s" }
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Clock CLOCK = Clock.systemUTC();

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final Map<String, String> before = new TreeMap<>();
  private final LoggedErrors errors = new LoggedErrors();
  private Traffic traffic;

  @BeforeEach
  void begin() throws IOException {
    try (var files = Files.list(gateway.routes())) {
      for (Path file : files.toList()) {
        before.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    gateway.model("live", "m", Behaviour.healthy());
    traffic = new Traffic(gateway, "live/m");
    awaitRequests(10);
  }

  @AfterEach
  void nothingFailed() throws IOException {
    awaitRequests(25);
    restore();
    eventually(body -> body.path("failedFiles").isEmpty());
    eventually(body -> route(body, "probe").isMissingNode());
    awaitRequests(25);
    traffic.close();
    errors.close();
    assertThat(traffic.failures()).as("requests, with the log: %s", errors).isEmpty();
  }

  @Test
  void aGoodChangeOfTheChatRouteCountsAtOnce() throws IOException {
    edit(CHAT, "- admit, recall", "- edited, admit, recall");
    eventually(body -> description(body, "chat").contains("edited, admit"));
  }

  @Test
  void theStepOfTheReadmeIsTakenOver() throws IOException {
    String step =
        "              - log: { id: log-plan,"
            + " message: \"up to ${variable.plan.slots} at once\" }";
    assertThat(Files.readString(Path.of("README.md"))).contains(step);
    String since = route(routes(), "chat").path("lastGoodLoad").asText();
    String next = "              - to: { id: ask-them";
    edit(CHAT, next, step + "\n" + next);
    eventually(body -> route(body, "chat").path("lastGoodLoad").asText().compareTo(since) > 0);
    assertThat(routes().path("failedFiles")).isEmpty();
  }

  @Test
  void twoFilesChangeTogether() throws IOException {
    String since = route(routes(), "ask").path("lastGoodLoad").asText();
    edit(HEDGE, "direct:hedge", "direct:hedge-them");
    edit(ASK, "direct:hedge", "direct:hedge-them");
    eventually(body -> route(body, "ask").path("lastGoodLoad").asText().compareTo(since) > 0);
    assertThat(error(routes(), ASK).isMissingNode()).isTrue();
  }

  @Test
  void oneBrokenFileOfTwoHoldsBothBack() throws IOException {
    edit(CHAT, "- admit, recall", "- edited, admit, recall");
    edit(ASK, "steps:", "stops:");
    eventually(body -> error(body, ASK).path("line").asInt() > 0);
    assertThat(error(routes(), CHAT).path("reason").asText()).contains("waits for");
    assertThat(description(routes(), "chat")).doesNotContain("edited");
  }

  @Test
  void aSyntaxErrorIsShownWithItsLine() throws IOException {
    write(CHAT, before(CHAT) + "  - { broken\n");
    expectDefect(CHAT, "not YAML");
  }

  @Test
  void anUnknownStepIsShown() throws IOException {
    edit(CHAT, "- filter:", "- filtre:");
    expectDefect(CHAT, "filtre");
  }

  @Test
  void anUnknownBeanIsShownWithItsLine() throws IOException {
    edit(CHAT, "bean:router", "bean:rooter");
    expectDefect(CHAT, "no bean rooter");
  }

  @Test
  void anUnknownMethodIsShownWithItsLine() throws IOException {
    edit(CHAT, "method=plan", "method=plon");
    expectDefect(CHAT, "no public method plon");
  }

  @Test
  void anUnknownSchemeIsShownWithItsLine() throws IOException {
    edit(ASK, "provider:alone", "supplier:alone");
    expectDefect(ASK, "no component supplier");
  }

  @Test
  void anUnknownErrorPolicyIsShownWithItsLine() throws IOException {
    edit(MODELS, "openai-errors", "no-errors");
    expectDefect(MODELS, "no routeConfiguration no-errors");
  }

  @Test
  void aDeletedFileThatIsStillCalledStays() throws IOException {
    Files.delete(gateway.routes().resolve(ASK));
    eventually(body -> error(body, CHAT).path("reason").asText().contains("no route takes"));
    assertThat(description(routes(), "ask")).isNotEmpty();
  }

  @Test
  void aRenamedRouteLosesItsOldName() throws IOException {
    edit(MODELS, "id: models-list", "id: models-all");
    eventually(body -> !route(body, "models-all").isMissingNode());
    assertThat(route(routes(), "models-list").isMissingNode()).isTrue();
  }

  @Test
  void aNewFileIsServedAndADeletedOneIsNot() throws IOException {
    write("probe.camel.yaml", PROBE.formatted("A new file", "bean:healthApi?method=report"));
    eventually(body -> !route(body, "probe").isMissingNode());
    assertThat(gateway.client().get("/api/probe").status()).isNotEqualTo(404);
    Files.delete(gateway.routes().resolve("probe.camel.yaml"));
    eventually(body -> route(body, "probe").isMissingNode());
    assertThat(gateway.client().get("/api/probe").status()).isEqualTo(404);
  }

  @Test
  void aBrokenNewFileIsListedAndHealsWhenFixed() throws IOException {
    write("probe.camel.yaml", PROBE.formatted("Broken at first", "bean:healthApi?method=sing"));
    expectDefect("probe.camel.yaml", "no public method sing");
    assertThat(gateway.client().get("/api/probe").status()).isEqualTo(404);
    write("probe.camel.yaml", PROBE.formatted("Now it is sound", "bean:healthApi?method=report"));
    eventually(body -> description(body, "probe").equals("Now it is sound"));
    assertThat(routes().path("failedFiles")).isEmpty();
  }

  @Test
  void anEditedTemplateChangesTheRoutesMadeFromIt() throws IOException {
    var file = "media.camel.yaml";
    edit(file, "What is no chat", "Edited - what is no chat");
    eventually(body -> description(body, "speech").startsWith("Edited"));
  }

  @Test
  void anEditedErrorPolicyChangesTheRoutesThatNameIt() throws IOException {
    var file = "errors.camel.yaml";
    long uptime = uptime();
    long begun = CLOCK.millis() - uptime;
    edit(file, "logExhausted: false", "logExhausted: true");
    await().until(() -> CLOCK.millis() - uptime() > begun);
  }

  private void expectDefect(String file, String reason) throws IOException {
    eventually(body -> error(body, file).path("reason").asText().contains(reason));
    assertThat(error(routes(), file).path("line").asInt()).as("line").isPositive();
  }

  private void restore() throws IOException {
    Files.deleteIfExists(gateway.routes().resolve("probe.camel.yaml"));
    for (var file : before.entrySet()) {
      write(file.getKey(), file.getValue());
    }
  }

  private void edit(String file, String old, String now) throws IOException {
    assertThat(before(file)).contains(old);
    write(file, before(file).replace(old, now));
  }

  private String before(String file) {
    return Objects.requireNonNull(before.get(file), file);
  }

  private void write(String file, String text) throws IOException {
    assertThat(text).isNotBlank();
    Files.writeString(gateway.routes().resolve(file), text);
  }

  private void awaitRequests(int more) {
    int until = traffic.count() + more;
    await().atMost(Duration.ofSeconds(60)).until(() -> traffic.count() >= until);
  }

  private void eventually(Predicate<JsonNode> expected) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> expected.test(routes()));
  }

  private JsonNode routes() throws IOException {
    return JSON.readTree(gateway.client().get("/api/routes").body());
  }

  private long uptime() throws IOException {
    return route(routes(), "models-list").path("uptimeMs").asLong();
  }

  private static JsonNode route(JsonNode body, String id) {
    return find(body.path("routes"), "id", id);
  }

  private static String description(JsonNode body, String id) {
    return route(body, id).path("description").asText();
  }

  private static JsonNode error(JsonNode body, String file) {
    return find(body.path("failedFiles"), "file", file).path("lastFailedLoad");
  }

  private static JsonNode find(JsonNode list, String key, String value) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(each -> each.path(key).asText().equals(value))
        .findFirst()
        .orElse(JSON.missingNode());
  }
}
