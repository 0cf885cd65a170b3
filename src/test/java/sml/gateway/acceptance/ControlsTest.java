package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.simulation.speech.Content.ToolForm;
import sml.gateway.testkit.ChatRequestBuilder;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;
import sml.gateway.testkit.provider.Fault;

/** How a request selects its models: routing parameters, tool loops and model names. */
class ControlsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Behaviour HEALTHY = Behaviour.healthy();
  private static final String TOOLS =
      """
      [{"type":"function","function":{"name":"look","parameters":{"type":"object",
        "properties":{"city":{"type":"string"}},"required":["city"]}}}]
      """;

  @RegisterExtension final TestGateway gateway = new TestGateway();
  private Contest contest;

  @BeforeEach
  void begin() {
    contest = Contest.of(gateway);
  }

  /** Where a control may stand. */
  enum Place {
    BODY,
    EXTRA,
    HEADER
  }

  @Test
  void preferencesCountInEveryPlace() {
    three();
    for (Place place : Place.values()) {
      assertThat(contest.ranking(asked(place, "prefer", contest.names("c", "b"))))
          .as(place.name())
          .isEqualTo("cba");
    }
  }

  @Test
  void exclusionsCountInEveryPlace() {
    three();
    for (Place place : Place.values()) {
      Heard heard = asked(place, "exclude", contest.names("a", "c"));
      assertThat(contest.ranking(heard)).as(place.name()).isEqualTo("b");
      assertThat(heard.headers()).doesNotContainKey("x-smlgateway-hedge");
    }
    assertThat(contest.counts("a", "b", "c")).containsExactly(0, 3, 0);
  }

  @Test
  void theStrategyCountsInEveryPlace() {
    contest
        .with("a", HEALTHY.contextLength(200_000))
        .with("b", HEALTHY.contextLength(8_000))
        .with("c", HEALTHY.contextLength(1_000_000));
    // so far apart that the quick answers of this test change no order
    contest.usually("a", Duration.ofHours(1));
    contest.usually("b", Duration.ofSeconds(1));
    contest.usually("c", Duration.ofMinutes(1));
    for (Place place : Place.values()) {
      assertThat(contest.ranking(asked(place, "strategy", JSON.valueToTree("fastest"))))
          .as(place.name())
          .isEqualTo("bca");
      assertThat(contest.ranking(asked(place, "strategy", JSON.valueToTree("strongest"))))
          .as(place.name())
          .isEqualTo("cab");
    }
  }

  @Test
  void theLongestLatencyCountsInEveryPlace() {
    contest.with("a", HEALTHY).with("b", HEALTHY);
    contest.usually("a", Duration.ofSeconds(2));
    contest.usually("b", Duration.ofMillis(600));
    for (Place place : Place.values()) {
      Heard heard = asked(place, "max_latency_ms", JSON.valueToTree(1200));
      assertThat(contest.ranking(heard)).as(place.name()).isEqualTo("b");
      assertThat(contest.trace(heard).at("/trace/dropped/0/reason").asText())
          .contains("usually takes");
    }
    assertThat(contest.count("a")).isZero();
  }

  @Test
  void theBodyWinsOverExtraAndExtraOverHeaders() {
    three();
    ChatRequestBuilder extra = question(Place.EXTRA, "prefer", contest.names("b"));
    Heard heard = extra.header("X-SMLGateway-Prefer", contest.name("c")).whole();
    assertThat(contest.ranking(heard)).startsWith("b");
    Heard body = extra.with("prefer", contest.names("a")).whole();
    assertThat(contest.ranking(body)).startsWith("a");
  }

  @Test
  void controlsAreNotForwarded() {
    contest.with("a", HEALTHY);
    Heard heard =
        contest
            .ask("a")
            .with("exclude", contest.names("z"))
            .with("strategy", "\"fastest\"")
            .with("max_latency_ms", "60000")
            .with("extra", "{\"x\":1}")
            .with("seed", "7")
            .whole();
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    JsonNode sent = contest.at("a").requests().getLast().json();
    for (String own : List.of("prefer", "exclude", "strategy", "max_latency_ms", "extra")) {
      assertThat(sent.has(own)).as(own).isFalse();
    }
    assertThat(sent.path("seed").asInt()).isEqualTo(7);
  }

  @Test
  void controlsThatMakeNoSenseAreRefusedByName() {
    contest.with("a", HEALTHY);
    assertRefused(gateway.ask("sml/auto").with("strategy", "\"cheapest\""), 400, "strategy");
    assertRefused(gateway.ask("sml/auto").with("max_latency_ms", "-1"), 400, "max_latency_ms");
    assertRefused(gateway.ask("sml/auto").with("prefer", "{}"), 400, "prefer");
    assertThat(contest.count("a")).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aToolResultGoesToTheModelThatMadeTheCall(boolean stream) throws Exception {
    for (String letter : List.of("a", "b", "c")) {
      contest.with(letter, HEALTHY.saying(new Contents.Tools(1, ToolForm.OPENAI)));
    }
    ChatRequestBuilder first = contest.ask("b").with("tools", TOOLS);
    Heard called = stream ? first.streamed() : first.whole();
    assertThat(called.finishReasons()).containsExactly("tool_calls");
    String id =
        called.body().replaceAll("(?s).*?\"tool_calls\":\\[\\{.*?\"id\":\"([^\"]+)\".*", "$1");
    String maker = contest.winner(called);
    List<String> others = List.of("a", "b", "c").stream().filter(l -> !l.equals(maker)).toList();

    ArrayNode messages = (ArrayNode) JSON.readTree("[{\"role\":\"user\",\"content\":\"Look.\"}]");
    ObjectNode call = JSON.createObjectNode().put("id", id).put("type", "function");
    call.putObject("function").put("name", "look").put("arguments", "{\"city\":\"Trat\"}");
    messages.addObject().put("role", "assistant").putArray("tool_calls").add(call);
    messages.addObject().put("role", "tool").put("tool_call_id", id).put("content", "sunny");
    Heard heard =
        contest.ask(others.getFirst()).with("tools", TOOLS).with("messages", messages).whole();
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(contest.winner(heard)).isEqualTo(maker);
    // losers of the first hedge may still be arriving at their providers: they carry no result
    assertThat(tellings(maker)).isEqualTo(1);
    assertThat(others.stream().map(this::tellings).toList()).containsOnly(0L);
    assertThat(heard.headers()).doesNotContainKey("x-smlgateway-hedge");
  }

  /** How many requests with the result of a tool the provider was sent. */
  private long tellings(String letter) {
    return contest.at(letter).requests().stream()
        .filter(request -> request.json().findValuesAsText("role").contains("tool"))
        .count();
  }

  @Test
  void aChainNamesOneToTenRealModels() {
    contest.with("a", HEALTHY);
    String real = contest.model("a");
    assertRefused(gateway.ask(real, "sml/fast"), 400, "models");
    assertRefused(gateway.ask(real, "auto"), 400, "models");
    String[] eleven = IntStream.range(0, 11).mapToObj(i -> real + i).toArray(String[]::new);
    assertRefused(gateway.ask(eleven), 400, "models");
    assertRefused(gateway.ask(real).with("models", "[]"), 400, "models");
    assertThat(contest.count("a")).isZero();
  }

  @Test
  void aBareNameIsAChainOverTheProvidersThatHaveIt() {
    String shared = "shared-" + contest.number();
    gateway.model(contest.name("a"), shared, Behaviour.always(Fault.status(404)));
    gateway.model(contest.name("b"), shared, HEALTHY);
    Heard heard = gateway.ask(shared).with("prefer", contest.names("a")).whole();
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(contest.winner(heard)).isEqualTo("b");
    assertThat(heard.headers()).doesNotContainKey("x-smlgateway-hedge");
    assertThat(contest.at("a").count(shared)).isEqualTo(1);
    assertThat(contest.at("b").count(shared)).isEqualTo(1);
  }

  private void three() {
    contest.with("a", HEALTHY).with("b", HEALTHY).with("c", HEALTHY);
  }

  private Heard asked(Place place, String control, JsonNode value) {
    return question(place, control, value).whole();
  }

  private ChatRequestBuilder question(Place place, String control, JsonNode value) {
    ChatRequestBuilder chatRequestBuilder = gateway.ask("sml/auto");
    return switch (place) {
      case BODY -> chatRequestBuilder.with(control, value);
      case EXTRA -> chatRequestBuilder.with("extra", JSON.createObjectNode().set(control, value));
      case HEADER -> chatRequestBuilder.header(header(control), text(value));
    };
  }

  private static String header(String control) {
    return switch (control) {
      case "max_latency_ms" -> "X-SMLGateway-Max-Latency";
      default -> "x-smlgateway-" + control;
    };
  }

  private static String text(JsonNode value) {
    return value.isArray()
        ? String.join(", ", JSON.convertValue(value, String[].class))
        : value.asText();
  }

  private static void assertRefused(
      ChatRequestBuilder chatRequestBuilder, int status, String param) {
    Heard heard = chatRequestBuilder.whole();
    assertThat(heard.status()).as(heard.body()).isEqualTo(status);
    assertThat(heard.json().at("/error/param").asText()).isEqualTo(param);
  }
}
