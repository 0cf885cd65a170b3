package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;

/** Every figure of a page is what the API answers at that moment, and written with its unit. */
class PageNumbersTest {
  private static final Map<String, Integer> LEAST =
      Map.of(
          "/",
          20,
          "/requests",
          5,
          "/school",
          4,
          "/providers",
          5,
          "/caches",
          15,
          "/events",
          1,
          "/setup",
          2,
          "/routes",
          300);

  /** Those that are of one request or model; the second is compared after an exam. */
  private static final Set<String> OF_ONE = Set.of("/requests/{id}", "/school/{model}");

  private static final Set<String> WITHOUT_FIGURES = Set.of("/chat", "/guide", "/docs");

  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void everyFigureIsThatOfTheApi() {
    gateway.model("num-a", "m", Behaviour.healthy());
    gateway.model("num-b", "m", Behaviour.always(Fault.status(500)));
    for (int i = 0; i < 2; i++) {
      assertThat(gateway.ask("num-a/m").cached().whole().status()).isEqualTo(200);
      assertThat(gateway.ask("num-b/m", "num-a/m").whole().status()).isEqualTo(200);
    }
    // what is written behind the requests is read by both, a moment later
    var figures = new ApiFigures(gateway.client());
    LEAST.forEach((page, least) -> await().untilAsserted(() -> figures.check(page, least)));
  }

  @Test
  void everyFigureOfARequestIsThatOfItsTrace() {
    gateway.model("num-d", "m", Behaviour.always(Fault.status(500)));
    gateway.model("num-e", "m", Behaviour.healthy());
    Heard answer = gateway.ask("num-d/m", "num-e/m").whole();
    assertThat(answer.status()).isEqualTo(200);
    String page = "/requests/" + answer.headers().get("x-smlgateway-request-id");
    var figures = new ApiFigures(gateway.client());
    await().untilAsserted(() -> figures.check(page, 11));
  }

  @Test
  void noPageIsLeftOut() {
    Set<String> served =
        StreamSupport.stream(answer("/api/routes").path("routes").spliterator(), false)
            .filter(route -> route.path("id").asText().endsWith("-page"))
            .map(route -> route.path("description").asText().split(" ")[1])
            .collect(Collectors.toSet());
    assertThat(served)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(LEAST.keySet(), OF_ONE, WITHOUT_FIGURES).flatMap(Set::stream).toList());
  }

  private String body(String path) {
    return gateway.client().get(path).body();
  }

  private JsonNode answer(String path) {
    return gateway.client().get(path).json();
  }

  @Test
  void timesAreWrittenForTheZoneOfTheBrowser() {
    gateway.model("num-c", "m", Behaviour.healthy());
    assertThat(gateway.ask("num-c/m").whole().status()).isEqualTo(200);
    String page = body("/requests?lang=th&q=num-c");
    String at = answer("/api/gateway-logs?limit=1").at("/logs/0/createdAt").asText();
    String second = at.substring(0, "2026-01-31T00:00:00".length());
    // the script writes the text anew in the zone of the browser
    assertThat(page).contains("<time datetime=\"" + second).doesNotContain("<time>");
  }
}
