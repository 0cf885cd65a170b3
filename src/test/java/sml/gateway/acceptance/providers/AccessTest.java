package sml.gateway.acceptance.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import sml.gateway.acceptance.StrictServer;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** What a provider costs decides who asks it; the end of a free tier is noticed, and its return. */
class AccessTest {
  private static final String ROW = "/api/provider-catalog/";
  private static int number;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final StrictServer upstream = new StrictServer();
  private final String name = "access" + ++number;

  @BeforeEach
  void register() {
    // a refusal that comes after another's answer is not waited for, and shows nothing
    gateway.model("spare" + name, "spare-m", Behaviour.healthy().latency(Duration.ofMillis(100)));
    upstream.lists("a:free", "b:free", "c:free");
    put(
        "{'base_url':'%s','models_url':'%s/models','auth':{'scheme':'none'},'models_filter':'free'}"
            .formatted(upstream.url(), upstream.url()));
  }

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", ROW + name, "");
    upstream.close();
  }

  private void put(String fields) {
    gateway.save(name, fields.replace('\'', '"'));
  }

  private JsonNode row() {
    return gateway.client().get(ROW + name).json();
  }

  private String access() {
    return row().path("effective_access").asText();
  }

  private void scan() {
    assertThat(gateway.client().send("POST", ROW + name + "/scan", "").status()).isEqualTo(200);
  }

  /** Asks sml/auto in a way that puts this provider first. */
  private Heard auto() {
    Heard heard = gateway.ask("sml/auto").with("prefer", "[\"" + name + "\"]").whole();
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    return heard;
  }

  private void refuse(int status, String message) {
    upstream.rule(
        request ->
            new StrictServer.Refusal(status, "{\"error\":{\"message\":\"" + message + "\"}}"));
  }

  private void becomes(String access) {
    await().atMost(Duration.ofMinutes(1)).until(() -> access().equals(access));
  }

  @ParameterizedTest
  @ValueSource(strings = {"paid", "retired", "credit"})
  void whatIsNotFreeIsAskedOnlyWhereItIsNamed(String access) {
    put("{'access':'" + access + "'}");
    auto();
    assertThat(upstream.asked()).isEmpty();
    assertThat(gateway.ask(name + "/a:free").whole().status()).isEqualTo(200);
    assertThat(upstream.asked()).hasSize(1);
  }

  @Test
  void aFreeProviderIsAskedAndFreeTierIsTheOlderWordForThat() {
    auto();
    assertThat(upstream.asked()).hasSize(1);
    put("{'free_tier':false}");
    assertThat(row().path("access").asText()).isEqualTo("paid");
    auto();
    assertThat(upstream.asked()).hasSize(1);
    put("{'free_tier':true}");
    auto();
    assertThat(upstream.asked()).hasSize(2);
  }

  @Test
  void aCreditIsSpentWhenTheOperatorSwitchesItOn() {
    put("{'access':'credit'}");
    String body = "{\"provider\":\"" + name + "\",\"useCredit\":true}";
    assertThat(gateway.client().send("POST", "/api/setup", body).body())
        .isEqualTo("{\"ok\":true,\"action\":\"credit\"}");
    auto();
    assertThat(upstream.asked()).hasSize(1);
    put("{'use_credit':false}");
    auto();
    assertThat(upstream.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "402, A payment method is required., paid",
    "410, This service has been retired., retired"
  })
  void theEndOfAFreeTierIsNoticedWithinThreeRequestsAndItsReturnWithAnAnswer(
      int status, String words, String access) {
    refuse(status, words);
    for (int request = 0; request < 3; request++) {
      auto();
    }
    becomes(access);
    assertThat(row().path("access").asText()).isEqualTo("keyless");
    assertThat(row().at("/observed/said").asText()).contains(words);
    int before = upstream.asked().size();
    auto();
    assertThat(upstream.asked()).hasSize(before);
    assertThat(gateway.client().get("/api/events").body())
        .contains("provider_access_ended", name + ": observed as " + access, words);

    upstream.rule(request -> null);
    gateway.forget();
    assertThat(gateway.ask(name + "/b:free").whole().status()).isEqualTo(200);
    becomes("keyless");
    assertThat(gateway.client().get("/api/events").body()).contains(name + ": usable again");
    auto();
    assertThat(upstream.asked()).hasSize(before + 2);
  }

  @Test
  void aScanAsksOnceADayWhetherItIsBack() {
    refuse(402, "A payment method is required.");
    for (int request = 0; request < 3; request++) {
      auto();
    }
    becomes("paid");
    int before = upstream.asked().size();
    scan();
    assertThat(upstream.asked()).hasSize(before);
    aDayPasses();
    scan();
    scan();
    assertThat(upstream.asked()).hasSize(before + 1);
    assertThat(access()).isEqualTo("paid");
    upstream.rule(request -> null);
    aDayPasses();
    scan();
    becomes("keyless");
    assertThat(upstream.asked()).hasSize(before + 2);
  }

  private void aDayPasses() {
    gateway
        .context()
        .getBean(JdbcClient.class)
        .sql("update observed_access set probed_at = probed_at - interval '25 hours'")
        .update();
    put("{'notes':'the catalogue is read anew'}");
  }

  @Test
  void aListThatTurnedPaidIsNoticedWithTheNextScanAndSoIsItsReturn() {
    upstream.lists("a", "b", "c");
    scan();
    becomes("paid");
    assertThat(row().at("/observed/said").asText()).contains("3 models", "none of them is free");
    auto();
    assertThat(upstream.asked()).isEmpty();
    upstream.lists("a:free", "b");
    scan();
    becomes("keyless");
    auto();
    assertThat(upstream.asked()).hasSize(1);
  }

  @Test
  void aModelThatCostsSomethingNowIsNotOfferedForAWhileLonger() {
    put("{'models_filter':'all'}");
    upstream.lists("a:free", "b:free");
    scan();
    put("{'models_filter':'free','free_models':['!b:free']}");
    assertThat(gateway.client().get("/v1/models").body())
        .contains(name + "/a:free")
        .doesNotContain(name + "/b:free");
  }

  @ParameterizedTest
  @CsvSource({"402, 1", "402, 2", "402, 6", "410, 1", "410, 2", "410, 6"})
  void theEndIsNoticedWithinThreeRequestsHoweverManyModelsThereAre(int status, int models) {
    upstream.lists(
        IntStream.range(0, models).mapToObj(each -> "m" + each + ":free").toArray(String[]::new));
    scan();
    refuse(status, "This is over.");
    for (int request = 0; request < 3; request++) {
      auto();
    }
    becomes(status == 402 ? "paid" : "retired");
  }

  @ParameterizedTest
  @CsvSource({
    "402, A payment method is required., paid",
    "410, This service has been retired., retired"
  })
  void oneWorkCycleNoticesTheEndAndAnotherTheReturn(int status, String words, String access) {
    refuse(status, words);
    cycle();
    becomes(access);
    int before = upstream.asked().size();
    auto();
    assertThat(upstream.asked()).hasSize(before);
    assertThat(gateway.client().get("/api/events").body())
        .contains(name + ": observed as " + access, words);

    upstream.rule(request -> null);
    aDayPasses();
    cycle();
    becomes("keyless");
    gateway.forget();
    int afterwards = upstream.asked().size();
    auto();
    assertThat(upstream.asked()).hasSize(afterwards + 1);
  }

  @Test
  void oneWorkCycleNoticesThatAListTurnedPaidAndAnotherThatItIsFreeAgain() {
    upstream.lists("a", "b", "c");
    cycle();
    becomes("paid");
    auto();
    upstream.lists("a:free", "b");
    cycle();
    becomes("keyless");
    auto();
    assertThat(gateway.client().get("/api/events").body()).contains(name + ": usable again");
  }

  /** One run of the work cycle, to its end. */
  private void cycle() {
    String before = worker().path("lastRun").asText();
    assertThat(gateway.client().send("POST", "/api/worker", "").status()).isEqualTo(200);
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                worker().path("status").asText().equals("idle")
                    && !worker().path("lastRun").asText().equals(before));
  }

  private JsonNode worker() {
    return gateway.client().get("/api/worker").json().path("worker");
  }
}
