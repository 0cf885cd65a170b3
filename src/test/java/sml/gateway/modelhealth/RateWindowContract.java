package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.modelhealth.Lab.A;
import static sml.gateway.modelhealth.Lab.B;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal.Kind;
import sml.gateway.upstream.AdmissionGate;

/** The contract of quotas, in process and over Valkey. */
abstract class RateWindowContract {
  private final Lab lab;

  RateWindowContract(Lab lab) {
    this.lab = lab;
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private double headroom(ModelRef ref) {
    return lab.liveStats.of(ref, Category.GENERAL).headroom();
  }

  private void reports(
      ModelRef ref, long key, String what, int limit, int remaining, String reset) {
    lab.gate.observe(
        ref,
        key,
        Map.of(
            "x-ratelimit-limit-" + what, "" + limit,
            "x-ratelimit-remaining-" + what, "" + remaining,
            "x-ratelimit-reset-" + what, reset));
  }

  @Test
  void noneLeftShutsEvenANamedModelUntilTheReset() {
    reports(A, 1, "requests", 30, 0, "17.5s");
    assertThat(lab.shut(A).retryAfter()).isEqualTo(Duration.ofMillis(17_500));
    assertThat(lab.entersNamed(A)).isFalse();
    assertThat(lab.enters(B)).isTrue();
    lab.clock.pass(Duration.ofMillis(17_500));
    assertThat(lab.enters(A)).isTrue();
  }

  @Test
  void requestsThatWereLetInSinceTheReadingCount() {
    reports(A, 1, "requests", 30, 2, "60s");
    assertThat(lab.enters(A)).isTrue();
    assertThat(lab.enters(A)).isTrue();
    assertThat(lab.enters(A)).isFalse();
  }

  @Test
  void theQuotaOfAnotherKeyIsNotHiddenByAnExhaustedOne() {
    reports(A, 1, "requests", 30, 20, "60s");
    reports(A, 2, "requests", 30, 0, "60s");
    assertThat(lab.enters(A)).isTrue();
  }

  @Test
  void aPromptThatNeverFitsIsShutWithoutATime() {
    reports(A, 1, "tokens", 6000, 6000, "1s");
    lab.tokens = 6001;
    AdmissionGate.Entry.Shut shut = lab.shut(A);
    assertThat(shut.retryAfter()).isNull();
    assertThat(shut.reason()).contains("6000 tokens a minute");
  }

  @Test
  void anEstimateAloneDoesNotKeepANamedModelOut() {
    reports(A, 1, "tokens", 6000, 6000, "60s");
    lab.tokens = 6001;
    assertThat(lab.entersNamed(A)).isTrue();
  }

  @Test
  void aHintedLimitOfAnAccountCountsAllItsModels() {
    ModelRef one = new ModelRef("llm7", "one");
    ModelRef two = new ModelRef("llm7", "two");
    for (int i = 0; i < 10; i++) {
      assertThat(lab.enters(i % 2 == 0 ? one : two)).isTrue();
    }
    assertThat(lab.enters(two)).isFalse();
    lab.askNow();
    assertThat(headroom(one)).isZero();
    lab.pass("30S");
    assertThat(lab.enters(one)).isFalse();
    lab.pass("90S");
    assertThat(lab.enters(one)).isTrue();
  }

  @Test
  void theWindowSlides() {
    ModelRef one = new ModelRef("llm7", "one");
    lab.pass("59S");
    for (int i = 0; i < 10; i++) {
      assertThat(lab.enters(one)).isTrue();
    }
    lab.pass("2S");
    assertThat(lab.enters(one)).isFalse();
  }

  @Test
  void groqReportsRequestsPerDayAndTokensPerMinute() {
    ModelRef groq = new ModelRef("groq", "llama");
    reports(groq, 1, "requests", 1000, 250, "2m59.56s");
    reports(groq, 1, "tokens", 6000, 3000, "30s");
    var row = lab.state.limits().all().getFirst();
    assertThat(row.rpd().limit()).isEqualTo(1000);
    assertThat(row.tpm().remaining()).isEqualTo(3000);
    assertThat(lab.liveStats.allowance(groq).share()).isEqualTo(0.25);
    // a quarter of the day's quota for its last three minutes is enough
    assertThat(headroom(groq)).isEqualTo(0.5);
  }

  @Test
  void aTextOfARefusalShutsTheModelForTheRestOfTheDay() {
    String text = "Rate limit of 50 per 86400s exceeded for UserByModelByDay. Please wait 52220 s";
    lab.refuses(A, Kind.RATE_LIMITED, text, "52220S");
    lab.state.cooldowns().reset(A);
    assertThat(lab.shut(A).retryAfter()).isEqualTo(Duration.ofSeconds(52_220));
  }

  @Test
  void retryAfterOnAnAnswerThrottlesNoModel() {
    lab.gate.observe(A, 1L, Map.of("retry-after", "30"));
    assertThat(lab.enters(A)).isTrue();
    assertThat(headroom(A)).isEqualTo(1);
  }

  @Test
  void aShutBreakerGivesItsBookingBack() {
    reports(A, 1, "requests", 30, 2, "10m");
    for (int i = 0; i < 5; i++) {
      lab.fails(A);
    }
    for (int i = 0; i < 9; i++) {
      assertThat(lab.entersNamed(A)).isFalse();
    }
    lab.pass("3S");
    assertThat(lab.entersNamed(A)).isTrue();
  }

  @Test
  void aHintIsNotShownAsLearned() {
    lab.enters(new ModelRef("llm7", "one"));
    assertThat(lab.state.limits().all()).isEmpty();
  }
}
