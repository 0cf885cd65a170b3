package sml.gateway.acceptance.school;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sml.gateway.testkit.Heard;

/** What an exam has to do with answers that are remembered. */
@ExtendWith(InTown.class)
class ExamsAndCachesTest {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String HIT = "x-smlgateway-cache";

  private static Heard ask(Town town, String model, String question) {
    Heard heard =
        town.client()
            .ask(model)
            .cached()
            .with("messages", "[{\"role\":\"user\",\"content\":\"" + question + "\"}]")
            .whole();
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    return heard;
  }

  private static boolean hits(Town town, String model, String question) {
    return "HIT".equals(ask(town, model, question).headers().get(HIT));
  }

  @Test
  void theAnswersOfAModelThatFailsItsExamAreDroppedInBothTiers(Town town) {
    town.examinee("cache-poor", "poor", town.able(0));
    town.examinee("cache-able", "able", town.able(1));
    for (String model : new String[] {"cache-poor/poor", "cache-able/able"}) {
      await().atMost(SOON).until(() -> hits(town, model, "How do I boil an egg?"));
      await().atMost(SOON).until(() -> hits(town, model, "Please tell me how to boil an egg"));
    }

    town.exam();

    assertThat(town.client().get("/api/exams/cache-poor/poor").json().path("standing").asText())
        .isEqualTo("failed");
    assertThat(hits(town, "cache-poor/poor", "Could you tell me how to boil an egg?")).isFalse();
    assertThat(hits(town, "cache-poor/poor", "How do I boil an egg?")).isFalse();
    assertThat(hits(town, "cache-able/able", "Could you tell me how to boil an egg?")).isTrue();
  }
}
