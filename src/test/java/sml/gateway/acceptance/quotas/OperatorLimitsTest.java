package sml.gateway.acceptance.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.acceptance.StrictServer;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** The limits of an own key, which its owner sets on the row of the provider. */
class OperatorLimitsTest {
  private static final String ROW = "/api/provider-catalog/";

  /** Its catalogue limits are 5 requests a minute and 200 a day. */
  private static final String DOCUMENTED = "routeway";

  /** Its catalogue limits say that it takes one call at once. */
  private static final String ONE_AT_ONCE = "ollamacloud";

  private static int number;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final StrictServer upstream = new StrictServer();
  private final String name = "limited" + ++number;
  private final String spare = "spare" + name + "/m2";
  private final List<String> rows = new ArrayList<>();

  @BeforeEach
  void register() {
    gateway.model("spare" + name, "m2", Behaviour.healthy());
    row(name, "null");
  }

  @AfterEach
  void remove() {
    for (String shipped : List.of(DOCUMENTED, ONE_AT_ONCE)) {
      gateway.client().send("PUT", ROW + shipped, "{\"limits\":null}");
    }
    rows.reversed().forEach(row -> gateway.client().send("DELETE", ROW + row, ""));
    upstream.close();
  }

  private void row(String row, String owner) {
    rows.add(row);
    assertSaved(
        put(
            row,
            "{'base_url':'%s','auth':{'scheme':'none'},'models':['m','big-1','big-2'],'quota_owner':%s}"
                .formatted(upstream.url(), owner)));
  }

  private Heard put(String row, String fields) {
    return gateway.client().send("PUT", ROW + row, fields.replace('\'', '"'));
  }

  private static void assertSaved(Heard saved) {
    assertThat(saved.status()).as(saved.body()).isEqualTo(200);
  }

  private void limit(String row, String limits) {
    assertSaved(put(row, "{'limits':" + limits + "}"));
  }

  /** Asks so often, each time with another provider to turn to; every request is answered. */
  private void ask(String model, int times) {
    for (int request = 0; request < times; request++) {
      Heard heard = gateway.ask(model, spare).whole();
      assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    }
  }

  private List<JsonNode> numbers(String provider, String kind) {
    JsonNode numbers = gateway.client().get("/api/provider-limits").json().path("numbers");
    return StreamSupport.stream(numbers.spliterator(), false)
        .filter(each -> each.path("provider").asText().equals(provider))
        .filter(each -> each.path("kind").asText().equals(kind))
        .toList();
  }

  private JsonNode number(String provider, String kind) {
    List<JsonNode> numbers = numbers(provider, kind);
    assertThat(numbers).hasSize(1);
    return numbers.getFirst();
  }

  private static void assertNumber(JsonNode number, long limit, String source, long left) {
    assertThat(number.path("limit").asLong()).isEqualTo(limit);
    assertThat(number.at("/limitSource/source").asText()).isEqualTo(source);
    assertThat(number.path("remaining").asLong()).isEqualTo(left);
  }

  @Test
  void noMoreIsAskedThanTheOwnerSetAndTheNumberSaysWhereItIsFrom() {
    limit(name, "{'requests_per_hour':5,'tokens_per_month':900000}");
    assertNumber(number(name, "RPH"), 5, "operator", 5);
    assertThat(number(name, "RPH").path("scope").asText()).isEqualTo("account");
    assertThat(number(name, "RPH").at("/limitSource/at").asLong()).isPositive();
    ask(name + "/m", 4);
    ask(name + "/big-1", 4);
    assertThat(upstream.asked()).hasSize(5);
    assertNumber(number(name, "RPH"), 5, "operator", 0);
    assertThat(number(name, "RPH").at("/remainingSource/source").asText()).isEqualTo("counted");
    assertThat(number(name, "TOKENS_PER_MONTH").path("remaining").asLong()).isBetween(1L, 899_999L);
    assertThat(gateway.client().get("/api/provider-limits").json().path("documented"))
        .anyMatch(
            each ->
                each.path("provider").asText().equals(name)
                    && each.path("quota").asText().equals("requests an hour")
                    && each.path("source").asText().equals("operator"));
  }

  @Test
  void whatTheOwnerChangesCountsAtOnceAndWhatWasCountedStays() {
    limit(name, "{'requests_per_hour':3}");
    ask(name + "/m", 5);
    assertThat(upstream.asked()).hasSize(3);
    limit(name, "{'requests_per_hour':4}");
    ask(name + "/m", 3);
    assertThat(upstream.asked()).hasSize(4);
    limit(name, "{}");
    ask(name + "/m", 3);
    assertThat(upstream.asked()).hasSize(7);
    assertThat(numbers(name, "RPH")).isEmpty();
  }

  @Test
  void aLimitOfModelsIsOfEachThatFits() {
    limit(name, "{'models':{'big-*':{'requests_per_day':2},'big-2':{'requests_per_day':3}}}");
    for (String model : List.of("m", "big-1", "big-2")) {
      ask(name + "/" + model, 5);
    }
    assertThat(upstream.asked()).hasSize(5 + 2 + 3);
    assertThat(numbers(name, "RPD"))
        .extracting(each -> each.path("modelId").asText() + "=" + each.path("limit"))
        .containsExactly("big-1=2", "big-2=3");
  }

  @Test
  void theyBeatWhatIsDocumentedForTheWholeAccount() {
    String lent = name + "-lent";
    row(lent, "'" + DOCUMENTED + "'");
    ask(lent + "/m", 7);
    assertThat(upstream.asked()).hasSize(5);
    assertThat(number(DOCUMENTED, "RPM").at("/limitSource/source").asText()).isEqualTo("hint");
    limit(DOCUMENTED, "{'requests_per_minute':8}");
    ask(lent + "/m", 5);
    assertThat(upstream.asked()).hasSize(8);
    assertNumber(number(DOCUMENTED, "RPM"), 8, "operator", 0);
    assertNumber(number(DOCUMENTED, "RPD"), 200, "hint", 192);
    limit(DOCUMENTED, "null");
    assertNumber(number(DOCUMENTED, "RPM"), 5, "hint", 0);
  }

  @Test
  void callsAtOnceAreLimitedAsTheOwnerSays() throws Exception {
    String lent = name + "-lent";
    row(lent, "'" + ONE_AT_ONCE + "'");
    limit(ONE_AT_ONCE, "{'concurrent':3}");
    var underWay = new AtomicInteger();
    var held = new CountDownLatch(1);
    upstream.rule(request -> hold(underWay, held));
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Heard>> taken = new ArrayList<>();
      for (int call = 0; call < 3; call++) {
        taken.add(clients.submit(() -> gateway.ask(lent + "/m").whole()));
        int now = call + 1;
        await().untilAsserted(() -> assertThat(underWay).hasValue(now));
      }
      ask(lent + "/m", 2);
      assertThat(upstream.asked()).hasSize(3);
      assertNumber(number(ONE_AT_ONCE, "CONCURRENT"), 3, "operator", 0);
      held.countDown();
      for (Future<Heard> each : taken) {
        assertThat(each.get().status()).isEqualTo(200);
      }
    } finally {
      held.countDown();
    }
  }

  private static StrictServer.@Nullable Refusal hold(AtomicInteger underWay, CountDownLatch held) {
    underWay.incrementAndGet();
    try {
      held.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  /** The provider reports how much of so much an hour is left. */
  private void reports(int anHour) {
    var left = new AtomicInteger(anHour);
    upstream.needs(
        Set.of(),
        key ->
            Map.of(
                "x-ratelimit-limit-requests-hour", String.valueOf(anHour),
                "x-ratelimit-remaining-requests-hour",
                    String.valueOf(Math.max(0, left.decrementAndGet()))));
  }

  @Test
  void aSmallerLimitThatTheProviderReportsCountsBeforeThem() {
    limit(name, "{'models':{'*':{'requests_per_hour':10}}}");
    reports(3);
    ask(name + "/m", 6);
    assertThat(upstream.asked()).hasSize(3);
    assertNumber(number(name, "RPH", "m"), 3, "header", 0);
  }

  private JsonNode number(String provider, String kind, String model) {
    return numbers(provider, kind).stream()
        .filter(each -> each.path("modelId").asText().equals(model))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLargerOneDoesNot() {
    limit(name, "{'models':{'*':{'requests_per_hour':4,'requests_per_day':900}}}");
    reports(100);
    ask(name + "/m", 6);
    assertThat(upstream.asked()).hasSize(4);
    assertNumber(number(name, "RPH", "m"), 4, "operator", 0);
  }

  @Test
  void aRefusalThatNamesASmallerOneCountsUntilTheOwnerSetsItAnew() {
    limit(name, "{'models':{'m':{'requests_per_minute':50}}}");
    String words = "{\"error\":{\"message\":\"Rate limit of 2 per 60s exceeded\"}}";
    upstream.rule(request -> new StrictServer.Refusal(429, words));
    ask(name + "/m", 1);
    upstream.rule(request -> null);
    gateway.forget();
    upstream.forget();
    ask(name + "/m", 4);
    assertThat(upstream.asked()).hasSize(2);
    assertNumber(number(name, "RPM"), 2, "refusal", 0);
    limit(name, "{'models':{'m':{'requests_per_minute':40}}}");
    ask(name + "/m", 4);
    assertThat(upstream.asked()).hasSize(6);
    assertNumber(number(name, "RPM"), 40, "operator", 34);
  }
}
