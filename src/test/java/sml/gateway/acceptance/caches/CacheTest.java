package sml.gateway.acceptance.caches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.acceptance.inference.PlainUpstream;
import sml.gateway.acceptance.inference.PlainUpstream.Said;
import sml.gateway.chat.ModelFoundBad;
import sml.gateway.chat.ModelRef;
import sml.gateway.testkit.ChatRequestBuilder;
import sml.gateway.testkit.Conversation;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;
import sml.gateway.testkit.provider.SimulatedProvider;

/** Equal requests through the front door: what is answered without asking a provider. */
class CacheTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String HIT = "x-smlgateway-cache";
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Behaviour HEALTHY = Behaviour.healthy().words(200);

  @RegisterExtension final TestGateway gateway = new TestGateway();
  private String name = "";

  @BeforeEach
  void begin() {
    name = "cached" + NUMBERS.incrementAndGet();
    assertThat(gateway.client().send("DELETE", "/api/semantic-cache", "").status()).isEqualTo(200);
  }

  private ChatRequestBuilder ask() {
    return gateway.ask(name + "/m").cached();
  }

  private int asked() {
    return gateway.simulated(name).requests().size();
  }

  private JsonNode overview() {
    Heard page = gateway.client().get("/api/semantic-cache");
    assertThat(page.status()).isEqualTo(200);
    return page.json();
  }

  /** The id of the entry for this test's model, once there is one. */
  private String entry() {
    List<String> ids = new ArrayList<>();
    await().atMost(SOON).until(() -> ids.addAll(ids()) || !ids.isEmpty());
    return ids.getFirst();
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (JsonNode entry : overview().path("topEntries")) {
      if (entry.path("provider").asText().equals(name)) {
        ids.add(entry.path("id").asText());
      }
    }
    return ids;
  }

  private static boolean hit(Heard heard) {
    return "HIT".equals(heard.headers().get(HIT));
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void theSameQuestionIsAnsweredFromTheCacheInBothForms(boolean first, boolean second) {
    gateway.model(name, "m", HEALTHY);
    Heard asked = first ? ask().streamed() : ask().whole();
    entry();

    Heard again = second ? ask().streamed() : ask().whole();

    assertThat(asked()).isOne();
    assertThat(hit(asked)).isFalse();
    assertThat(hit(again)).isTrue();
    assertThat(again.text()).isEqualTo(asked.text());
    assertThat(again.finishReasons()).containsExactly("stop");
    assertThat(again.usage()).isEqualTo(asked.usage());
    assertThat(again.headers().get("x-smlgateway-provider")).isEqualTo(name);
    if (second) {
      assertThat(again.done()).isTrue();
      assertThat(again.events().stream().filter(event -> !event.data().equals("[DONE]")))
          .hasSizeGreaterThan(10);
    }
  }

  @Test
  void aHitIsTracedAndCounted() {
    gateway.model(name, "m", HEALTHY);
    ask().whole();
    entry();
    long before = overview().path("totalHits").asLong();

    Heard again = ask().whole();

    String id = again.headers().get("x-smlgateway-request-id");
    JsonNode trace = gateway.client().get("/v1/trace/" + id).json();
    assertThat(trace.findValue("cache").asText()).isEqualTo("hit");
    assertThat(overview().path("totalHits").asLong()).isEqualTo(before + 1);
    assertThat(overview().path("hitRate").asDouble()).isPositive();
    assertThat(gateway.client().get("/api/metrics").body())
        .contains("sml_cache_lookups_total{verdict=\"hit\"}");
  }

  @Test
  void whatTheClientRefusesIsAskedAgain() {
    gateway.model(name, "m", HEALTHY);
    ask().whole();
    entry();

    assertThat(hit(gateway.ask(name + "/m").whole())).isFalse();
    assertThat(hit(ask().header("Cache-Control", "no-cache").whole())).isFalse();
    assertThat(hit(ask().with("temperature", "0.9").whole())).isFalse();
    assertThat(hit(ask().with("exclude", "[\"nobody-has-this\"]").whole())).isFalse();

    assertThat(asked()).isEqualTo(5);
  }

  @Test
  void aDisputedAnswerIsNeverServedAgain() {
    gateway.model(name, "m", HEALTHY);
    ask().whole();

    String dispute = "/api/semantic-cache/" + entry() + "/dispute";
    assertThat(gateway.client().send("POST", dispute, "").status()).isEqualTo(200);

    assertThat(hit(ask().whole())).isFalse();
    assertThat(hit(ask().whole())).isFalse();
    assertThat(gateway.client().send("POST", dispute, "").status()).isEqualTo(404);
  }

  @Test
  void anEntryIsDeleted() {
    gateway.model(name, "m", HEALTHY);
    ask().whole();

    String path = "/api/semantic-cache/" + entry();
    assertThat(gateway.client().send("DELETE", path, "").status()).isEqualTo(200);

    assertThat(hit(ask().whole())).isFalse();
    assertThat(gateway.client().send("DELETE", "/api/semantic-cache/x", "").status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "length,false",
    "length,true",
    "content_filter,false",
    "tool_calls,true",
    "stop,true"
  })
  void whatIsNoCompleteTextIsAskedForAgain(String finish, boolean called) {
    var upstream = new PlainUpstream(asked -> Said.json(completion(asked, finish, called)));
    try {
      gateway.register(name, upstream.port(), "openai", List.of("m"));
      ask().with("seed", "1").whole();
      // what is remembered after it says that it was not
      ask().with("seed", "2").whole();
      entry();
      int before = upstream.asked().size();

      assertThat(hit(ask().with("seed", "2").whole())).isTrue();
      assertThat(upstream.asked()).hasSize(before);
      assertThat(hit(ask().with("seed", "1").whole())).isFalse();
      assertThat(upstream.asked()).hasSizeGreaterThan(before);
    } finally {
      gateway.client().send("DELETE", "/api/provider-catalog/" + name, "");
      upstream.close();
    }
  }

  /** A complete answer, unless the request has the seed 1. */
  private static String completion(PlainUpstream.Asked asked, String finish, boolean called) {
    boolean complete = !asked.body().contains("\"seed\":1");
    String calls =
        ",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]";
    return """
    {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":\
    {"role":"assistant","content":"A pet."%s},"finish_reason":"%s"}]}\
    """
        .formatted(complete || !called ? "" : calls, complete ? "stop" : finish);
  }

  @Test
  void theAnswersOfAModelThatWasFoundBadAreDropped() {
    gateway.model(name, "m", HEALTHY);
    ask().whole();
    entry();

    var ref = new ModelRef(name, "m");
    gateway.context().publishEvent(new ModelFoundBad(ref, "it failed an exam"));

    assertThat(hit(ask().whole())).isFalse();
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void aComplaintDropsTheAnswersOfItsModel() {
    gateway.model(name, "m", HEALTHY);
    String id = ask().whole().headers().get("x-smlgateway-request-id");
    entry();

    String complaint = "{\"request_id\":\"" + id + "\",\"reason\":\"made up\"}";
    assertThat(gateway.client().send("POST", "/api/complaint", complaint).status()).isEqualTo(200);

    assertThat(hit(ask().whole())).isFalse();
    assertThat(asked()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHundredEqualRequestsMakeOneCall(boolean stream) throws Exception {
    var options =
        SimulatedProvider.Options.standard()
            .pacer(
                time -> {
                  await().atMost(SOON).until(() -> time.isZero() || underWay() >= 100);
                  return Duration.ZERO;
                });
    var late = HEALTHY.latency(Duration.ofSeconds(1));
    gateway.register(name, SimulatedProvider.start(options).model("m", late), "openai");

    List<Heard> heard = together(100, stream);

    assertThat(asked()).isOne();
    assertThat(heard).extracting(Heard::status).containsOnly(200);
    assertThat(heard).extracting(Heard::text).containsOnly(heard.getFirst().text());
    assertThat(heard).allSatisfy(each -> assertThat(each.finishReasons()).containsExactly("stop"));
  }

  private double underWay() {
    return gateway.context().getBean(MeterRegistry.class).get("sml.http.exchanges").gauge().value();
  }

  private List<Heard> together(int count, boolean stream) throws Exception {
    List<Future<Heard>> asking = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        asking.add(threads.submit(() -> stream ? ask().streamed() : ask().whole()));
      }
    }
    List<Heard> heard = new ArrayList<>();
    for (Future<Heard> each : asking) {
      heard.add(each.get());
    }
    return heard;
  }

  @Test
  void theOthersGetAnAnswerWhenTheFirstFails() throws Exception {
    gateway.model(name, "m", HEALTHY.failingFirst(1, Fault.status(400)));

    List<Heard> heard = together(5, false);

    assertThat(heard.stream().filter(each -> each.status() == 200)).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void aClientThatLeavesDoesNotEndTheOthers() throws Exception {
    gateway.model(name, "m", HEALTHY.gap(Duration.ofMillis(5)));
    try (Conversation leaving = ask().open();
        Conversation staying = ask().open()) {
      assertThat(leaving.next()).isNotNull();
      leaving.close();

      Heard rest = staying.rest();

      assertThat(rest.done()).isTrue();
      assertThat(rest.finishReasons()).containsExactly("stop");
    }
  }
}
