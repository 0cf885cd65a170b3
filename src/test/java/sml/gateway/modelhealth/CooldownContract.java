package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.modelhealth.Lab.A;
import static sml.gateway.modelhealth.Lab.B;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sml.gateway.catalog.Keyring.ApiKey;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal.Kind;

/** The contract of cooldowns, in process and over Valkey. */
abstract class CooldownContract {
  private static final ModelRef CALM = new ModelRef("p", "calm");

  private final Lab lab;

  CooldownContract(Lab lab) {
    this.lab = lab;
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void eachFailureInARowDoublesTheCooldownUpToTwoMinutes() {
    for (int seconds : new int[] {10, 20, 40, 80, 120, 120}) {
      lab.fails(A);
      assertThat(lab.cooldown(A)).isEqualTo(Duration.ofSeconds(seconds));
      lab.clock.pass(Duration.ofSeconds(seconds));
      lab.state.breakers().reset(A);
      assertThat(lab.enters(A)).isTrue();
    }
  }

  @Test
  void theBackoffStartsAgainAfterASuccess() {
    lab.fails(A);
    lab.pass("10S");
    lab.fails(A);
    lab.pass("20S");
    lab.answers(A);
    lab.fails(A);
    assertThat(lab.cooldown(A)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void theBackoffStartsAgainAfterTenQuietMinutes() {
    lab.fails(A);
    lab.pass("10M1S");
    lab.fails(A);
    assertThat(lab.cooldown(A)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void failuresOfOneOutageThatOverlapCountOnce() {
    var late = new Attempt.Broken(Lab.candidate(A), new AttemptTiming(-5, null, 10), "reset", true);
    lab.fails(A);
    lab.finish(late, null);
    lab.finish(late, null);
    assertThat(lab.cooldown(A)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aModelThatWasNamedIsAskedThoughItCoolsDown() {
    lab.fails(A);
    assertThat(lab.enters(A)).isFalse();
    assertThat(lab.entersNamed(A)).isTrue();
  }

  @Test
  void anotherModelOfTheProviderIsNotConcerned() {
    lab.fails(A);
    assertThat(lab.enters(B)).isTrue();
  }

  @Test
  void whatTheProviderAsksForIsKeptForAMonthAtMost() {
    lab.refuses(A, Kind.RATE_LIMITED, "3S");
    assertThat(lab.cooldown(A)).isEqualTo(Duration.ofSeconds(3));
    lab.refuses(B, Kind.RATE_LIMITED, "720H");
    assertThat(lab.cooldown(B)).isEqualTo(Duration.ofDays(30));
    lab.refuses(CALM, Kind.RATE_LIMITED, "999H");
    assertThat(lab.cooldown(CALM)).isEqualTo(Duration.ofDays(32));
  }

  @Test
  void anExhaustedAccountCoolsItsKeyDownAndLeavesTheModelToTheNextKey() {
    ModelRef shared = new ModelRef("openrouter", "m");
    lab.keys.next = Optional.of(new ApiKey(8, "k"));
    lab.refuses(shared, Kind.QUOTA_EXHAUSTED, "1H");
    assertThat(lab.keys.coolingDown).containsEntry(7L, Duration.ofHours(1));
    assertThat(lab.cooldown(shared)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aModelNotFoundThreeTimesIsExcludedForThirtyDays() {
    for (int i = 0; i < 2; i++) {
      lab.refuses(A, Kind.MODEL_GONE, null);
      assertThat(lab.cooldown(A)).isLessThan(Duration.ofMinutes(1));
      lab.pass("40S");
    }
    lab.refuses(A, Kind.MODEL_GONE, null);
    assertThat(lab.cooldown(A)).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void aModelThatItsProviderListsIsNotExcluded() {
    lab.registry.listed.add(A);
    for (int i = 0; i < 6; i++) {
      lab.refuses(A, Kind.MODEL_GONE, null);
      assertThat(lab.cooldown(A)).isLessThanOrEqualTo(Duration.ofMinutes(2));
      lab.pass("121S");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BAD_REQUEST", "CONTENT_POLICY", "UNSUPPORTED", "ADDITION_REFUSED"})
  void theFaultOfARequestCoolsNoModelDown(Kind kind) {
    for (int i = 0; i < 10; i++) {
      lab.refuses(A, kind, null);
    }
    assertThat(lab.enters(A)).isTrue();
  }

  @Test
  void aCancelledAttemptIsNoFailure() {
    for (int i = 0; i < 10; i++) {
      lab.cancelled(A);
    }
    assertThat(lab.enters(A)).isTrue();
  }

  @Test
  void aRefusedKeyIsSuspectedAndTheModelCoolsDownBriefly() {
    lab.refuses(A, Kind.UNAUTHORIZED, null);
    assertThat(lab.keys.suspects).containsExactly(7L);
    assertThat(lab.cooldown(A)).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @EnumSource(names = {"TOO_LARGE", "CONTEXT_TOO_LONG"})
  void aPromptThatWasTooLargeShutsOnlyPromptsOfThatSize(Kind kind) {
    lab.tokens = 9_000;
    lab.refuses(A, kind, null);
    assertThat(lab.enters(A)).isFalse();
    lab.tokens = 8_999;
    assertThat(lab.enters(A)).isTrue();
    lab.tokens = 9_000;
    lab.pass("10M");
    assertThat(lab.enters(A)).isTrue();
  }

  @Test
  void aStormOf429sCoolsTheProviderButNoModelThatWasNamed() {
    storm(9, null);
    assertThat(lab.enters(CALM)).isTrue();
    lab.refuses(B, Kind.RATE_LIMITED, null);
    assertThat(lab.shut(CALM).retryAfter()).isEqualTo(Duration.ofSeconds(15));
    assertThat(lab.entersNamed(CALM)).isTrue();
    assertThat(lab.enters(new ModelRef("q", "calm"))).isTrue();
    lab.pass("15S");
    assertThat(lab.enters(CALM)).isTrue();
  }

  @Test
  void aStormLastsAsLongAsTheProviderSaysButAMinuteAtMost() {
    storm(10, "20S");
    assertThat(lab.shut(CALM).retryAfter()).isEqualTo(Duration.ofSeconds(20));
    lab.pass("31S");
    storm(10, "1H");
    assertThat(lab.shut(CALM).retryAfter()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void a429AmongManyAnswersIsNoStormHoweverOftenItComes() {
    for (int i = 0; i < 60; i++) {
      lab.answers(CALM);
      lab.answers(CALM);
      lab.refuses(i % 2 == 0 ? A : B, Kind.RATE_LIMITED, null);
    }
    assertThat(lab.enters(CALM)).isTrue();
  }

  @Test
  void failuresOfAnotherKindAreCallsWithout429() {
    for (int i = 0; i < 6; i++) {
      lab.fails(CALM);
    }
    storm(5, null);
    assertThat(lab.enters(new ModelRef("p", "other"))).isTrue();
  }

  @Test
  void the429sOfAStormThatIsOverMakeNoSecondOne() {
    storm(10, null);
    lab.pass("15S");
    lab.refuses(A, Kind.RATE_LIMITED, null);
    assertThat(lab.enters(CALM)).isTrue();
  }

  @Test
  void many429sOfASingleModelAreNoStorm() {
    for (int i = 0; i < 19; i++) {
      lab.refuses(A, Kind.RATE_LIMITED, null);
    }
    assertThat(lab.enters(B)).isTrue();
  }

  @Test
  void slow429sAreNoStorm() {
    for (int i = 0; i < 19; i++) {
      lab.refuses(i % 2 == 0 ? A : B, Kind.RATE_LIMITED, null);
      lab.pass("4S");
    }
    assertThat(lab.enters(CALM)).isTrue();
  }

  private void storm(int refusals, @Nullable String retryAfter) {
    for (int i = 0; i < refusals; i++) {
      lab.refuses(i % 2 == 0 ? A : B, Kind.RATE_LIMITED, retryAfter);
    }
  }

  @Test
  void aCooldownThatBeginsIsLogged() {
    lab.fails(A);
    assertThat(lab.log.drain())
        .singleElement()
        .satisfies(row -> assertThat(row.status()).isEqualTo("error"));
  }
}
