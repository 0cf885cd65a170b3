package sml.gateway.acceptance.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.acceptance.StrictServer;
import sml.gateway.acceptance.StrictServer.Refusal;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** How many calls of one account are under way at its provider at once. */
class CallsAtOnceTest {
  /** Its catalogue limits say that it takes one call at once. */
  private static final String ACCOUNT = "ollamacloud";

  private static final String SPARE = "spare-at-once/m2";
  private static final String TOO_MANY =
      "{\"error\":{\"message\":\"At most 2 concurrent requests are allowed.\"}}";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final StrictServer upstream = new StrictServer();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private volatile CountDownLatch held = new CountDownLatch(1);
  private volatile int allowed = Integer.MAX_VALUE;

  @BeforeEach
  void register() {
    gateway.model("spare-at-once", "m2", Behaviour.healthy());
    upstream.rule(request -> hold());
  }

  @AfterEach
  void remove() {
    held.countDown();
    clients.close();
    for (String name : List.of("one-at-once", "two-at-once")) {
      gateway.client().send("DELETE", "/api/provider-catalog/" + name, "");
    }
    upstream.close();
  }

  /** Counts the call for as long as the test holds it, and refuses what is more than allowed. */
  private @Nullable Refusal hold() {
    int now = underWay.incrementAndGet();
    try {
      if (now > allowed) {
        return new Refusal(429, TOO_MANY);
      }
      most.accumulateAndGet(now, Math::max);
      held.await();
      return null;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      underWay.decrementAndGet();
    }
  }

  private void row(String name, String owner) {
    String row =
        "{\"base_url\":\"%s\",\"auth\":{\"scheme\":\"none\"},\"models\":[\"m\"],\"quota_owner\":%s}"
            .formatted(upstream.url(), owner);
    gateway.save(name, row);
  }

  private Future<Heard> begin(String... models) {
    return clients.submit(() -> gateway.ask(models).whole());
  }

  private void awaitUnderWay(int calls) {
    await().untilAsserted(() -> assertThat(underWay).hasValue(calls));
  }

  private void assertAnsweredBy(String model, Heard heard) {
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.models()).containsExactly(model);
  }

  @Test
  void rowsOfAnAccountThatTakesOneCallNeverHaveTwo() throws Exception {
    row("one-at-once", "\"" + ACCOUNT + "\"");
    row("two-at-once", "\"" + ACCOUNT + "\"");
    Future<Heard> first = begin("one-at-once/m");
    awaitUnderWay(1);
    List<Future<Heard>> others =
        IntStream.range(0, 6).mapToObj(each -> begin("two-at-once/m", SPARE)).toList();
    for (Future<Heard> other : others) {
      assertAnsweredBy("m2", other.get());
    }
    Heard last = begin("one-at-once/m", SPARE).get();
    assertAnsweredBy("m2", last);
    assertThat(trace(last).toString()).contains("as many as it takes at once");
    assertThat(upstream.asked()).hasSize(1);
    held.countDown();
    assertAnsweredBy("m", first.get());
    assertAnsweredBy("m", begin("two-at-once/m", SPARE).get());
    assertThat(upstream.asked()).hasSize(2);
    assertThat(most).hasValue(1);
  }

  private JsonNode trace(Heard heard) {
    return gateway.client().get("/v1/trace/" + heard.headers().get("x-request-id")).json();
  }

  @Test
  void aRefusalThatSpeaksOfItIsHeededFromThenOn() throws Exception {
    row("one-at-once", "null");
    allowed = 2;
    List<Future<Heard>> taken = List.of(begin("one-at-once/m"), begin("one-at-once/m"));
    awaitUnderWay(2);
    assertAnsweredBy("m2", begin("one-at-once/m", SPARE).get());
    assertThat(upstream.asked()).hasSize(3);
    held.countDown();
    for (Future<Heard> each : taken) {
      assertAnsweredBy("m", each.get());
    }
    gateway.forget();
    upstream.forget();
    held = new CountDownLatch(1);
    List<Future<Heard>> again = List.of(begin("one-at-once/m"), begin("one-at-once/m"));
    awaitUnderWay(2);
    for (int request = 0; request < 4; request++) {
      assertAnsweredBy("m2", begin("one-at-once/m", SPARE).get());
    }
    assertThat(upstream.asked()).hasSize(2);
    held.countDown();
    for (Future<Heard> each : again) {
      assertAnsweredBy("m", each.get());
    }
    JsonNode numbers = gateway.client().get("/api/provider-limits").json().path("numbers");
    assertThat(numbers.findParents("kind"))
        .filteredOn(number -> number.path("kind").asText().equals("CONCURRENT"))
        .filteredOn(number -> number.path("provider").asText().equals("one-at-once"))
        .singleElement()
        .satisfies(
            number -> {
              assertThat(number.path("limit").asInt()).isEqualTo(2);
              assertThat(number.at("/limitSource/source").asText()).isEqualTo("refusal");
              assertThat(number.at("/limitSource/words").asText()).contains("At most 2 concurrent");
              assertThat(number.at("/limitSource/at").asLong()).isPositive();
            });
  }
}
