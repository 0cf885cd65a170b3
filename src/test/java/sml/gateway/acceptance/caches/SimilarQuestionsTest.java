package sml.gateway.acceptance.caches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Questions in other words through the front door: what is answered without asking a provider. */
class SimilarQuestionsTest {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final String HIT = "x-smlgateway-cache";

  @RegisterExtension final TestGateway gateway = new TestGateway();
  private String name = "";

  @BeforeEach
  void begin() {
    name = "similar" + NUMBERS.incrementAndGet();
    gateway.model(name, "m", Behaviour.healthy());
    assertThat(gateway.client().send("DELETE", "/api/semantic-cache", "").status()).isEqualTo(200);
  }

  private int asked() {
    return gateway.simulated(name).requests().size();
  }

  private Heard ask(String question) {
    return gateway
        .ask(name + "/m")
        .cached()
        .with("messages", "[{\"role\":\"user\",\"content\":\"%s\"}]".formatted(question))
        .whole();
  }

  private Heard askAndRemember(String question) {
    long before = remembered();
    Heard heard = ask(question);
    await().atMost(SOON).until(() -> remembered() > before);
    return heard;
  }

  private JsonNode overview() {
    return gateway.client().get("/api/semantic-cache").json();
  }

  private long remembered() {
    return StreamSupport.stream(overview().path("tiers").spliterator(), false)
        .filter(tier -> tier.path("name").asText().equals("semantic"))
        .mapToLong(tier -> tier.path("entries").asLong())
        .sum();
  }

  @Test
  void aQuestionInOtherWordsIsAnsweredFromTheCacheAndANearMissIsNot() {
    askAndRemember("How do I boil an egg?");
    Heard same = ask("Could you please tell me how to boil an egg?");
    assertThat(same.headers().get(HIT)).isEqualTo("HIT");
    assertThat(asked()).isEqualTo(1);
    Heard other = ask("How do I not boil an egg?");
    assertThat(other.headers().get(HIT)).isNotEqualTo("HIT");
    assertThat(asked()).isEqualTo(2);
    JsonNode verdict = overview().path("lastVerdicts").path(0);
    assertThat(overview().path("verdicts").path("same").asLong()).isPositive();
    assertThat(verdict.path("nearest").asText()).contains("boil an egg");
  }

  @Test
  void aQuestionWithAnotherSignIsAskedAnew() {
    askAndRemember("How many km is .5 miles?");
    assertThat(ask("How many km is 5 miles?").headers().get(HIT)).isNotEqualTo("HIT");
    assertThat(ask("Hi, how many km is .5 miles?").headers().get(HIT)).isEqualTo("HIT");
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void aQuestionOfNearMeaningIsComparedOnceTheEmbedderIsLoaded() {
    var number = new AtomicInteger();
    await()
        .atMost(SOON)
        .until(
            () -> {
              int round = number.incrementAndGet();
              askAndRemember("How do I cook rice number " + round + "?");
              ask("How do I prepare rice number " + round + "?");
              JsonNode verdict = overview().path("lastVerdicts").path(0);
              return verdict.path("tier").asText().equals("vector");
            });
  }

  @Test
  void aDisputedAnswerIsServedNoMore() {
    askAndRemember("Who painted the Mona Lisa?");
    String id = overview().path("topEntries").path(0).path("id").asText();
    Heard disputed = gateway.client().send("POST", "/api/semantic-cache/" + id + "/dispute", "");
    assertThat(disputed.status()).isEqualTo(200);
    assertThat(ask("Please tell me who painted the Mona Lisa").headers().get(HIT))
        .isNotEqualTo("HIT");
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void aComplaintDropsTheAnswersOfItsModel() {
    Heard asked = askAndRemember("Who painted the Mona Lisa?");
    String id = asked.headers().get("x-smlgateway-request-id");
    String complaint = "{\"request_id\":\"" + id + "\",\"reason\":\"made up\"}";
    assertThat(gateway.client().send("POST", "/api/complaint", complaint).status()).isEqualTo(200);
    assertThat(ask("Please tell me who painted the Mona Lisa").headers().get(HIT))
        .isNotEqualTo("HIT");
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void aPartitionIsForgottenAndTheOthersAreNot() {
    askAndRemember("Who painted the Mona Lisa?");
    String partition = overview().path("topEntries").findValuesAsText("partition").getLast();
    gateway.model("other" + name, "m", Behaviour.healthy());
    long before = remembered();
    gateway
        .ask("other" + name + "/m")
        .cached()
        .with("messages", "[{\"role\":\"user\",\"content\":\"Who wrote Faust?\"}]")
        .whole();
    await().atMost(SOON).until(() -> remembered() > before);
    String path = "/api/semantic-cache?partition=" + partition;
    Heard removed = gateway.client().send("DELETE", path, "");
    assertThat(removed.json().path("removed").asInt()).isEqualTo(1);
    assertThat(remembered()).isEqualTo(1);
    assertThat(ask("Who painted the Mona Lisa?").headers().get(HIT)).isNotEqualTo("HIT");
    assertThat(asked()).isEqualTo(2);
    assertThat(gateway.client().send("DELETE", path + "0", "").status()).isEqualTo(404);
  }

  @Test
  void whatTheTiersGaveAndDecidedIsCounted() {
    askAndRemember("Who wrote War and Peace?");
    assertThat(ask("Please tell me who wrote War and Peace").headers().get(HIT)).isEqualTo("HIT");
    assertThat(ask("Who wrote War and Peace?").headers().get(HIT)).isEqualTo("HIT");
    String metrics = gateway.client().get("/api/metrics").body();
    assertThat(metrics)
        .contains("sml_cache_verdicts_total{tier=\"lexical\",verdict=\"same\"}")
        .containsPattern("sml_cache_hits_total\\{tier=\"exact\"\\} [1-9]")
        .containsPattern("sml_cache_hits_total\\{tier=\"semantic\"\\} [1-9]")
        .containsPattern("sml_cache_entries\\{tier=\"semantic\"\\} [1-9]");
    await()
        .atMost(SOON)
        .until(
            () ->
                gateway
                    .client()
                    .get("/api/metrics")
                    .body()
                    .matches("(?s).*\nsml_cache_hit_ratio 0\\.[0-9]*[1-9].*"));
  }
}
