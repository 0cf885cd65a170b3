package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.modelhealth.Lab.A;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Category;
import sml.gateway.chat.ProbeClient.Purpose;
import sml.gateway.chat.Refusal.Kind;

/** What is learned from the gateway's own requests: exams, pings, probes. */
class OwnQuestionsTest {
  private final Lab lab = new Lab();

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void theyAreNoLiveResults(Purpose purpose) {
    lab.purpose = purpose;
    lab.answers(A);
    lab.fails(A);
    assertThat(lab.liveStats.of(A, Category.GENERAL).samples()).isZero();
    assertThat(lab.liveStats.of(A, Category.GENERAL).success()).isEqualTo(0.7);
  }

  @ParameterizedTest
  @EnumSource(
      value = Purpose.class,
      names = {"HEALTH", "WARM_UP"})
  void pingsShowHowSoonAModelBegins(Purpose purpose) {
    lab.purpose = purpose;
    lab.answers(A, new AttemptTiming(100, 300L, 310));
    assertThat(lab.liveStats.of(A, Category.GENERAL).usualFirstContent())
        .isBetween(Duration.ofMillis(180), Duration.ofMillis(220));
  }

  @Test
  void theTimeOfALongAnswerIsNoTimeToFirstContent() {
    lab.purpose = Purpose.EXAM;
    lab.answers(A, new AttemptTiming(0, 9_000L, 9_000));
    assertThat(lab.liveStats.of(A, Category.GENERAL).usualFirstContent()).isNull();
  }

  @Test
  void aFailedExamQuestionCoolsTheModelDownAsAClientsWould() {
    lab.purpose = Purpose.EXAM;
    lab.fails(A);
    assertThat(lab.cooldown(A)).isEqualTo(Duration.ofSeconds(10));
    lab.pass("11S");
    lab.answers(A);
    assertThat(lab.cooldown(A)).isNull();
  }

  @Test
  void aLimitMetInAProbeCounts() {
    lab.purpose = Purpose.PROBE;
    lab.refuses(A, Kind.RATE_LIMITED, "30S");
    assertThat(lab.cooldown(A)).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FAULT", "TRANSIENT", "BAD_REQUEST", "MODEL_GONE"})
  void whatAModelCannotDoIsNoFaultOfItsHealth(Kind kind) {
    lab.purpose = Purpose.PROBE;
    for (int i = 0; i < 8; i++) {
      lab.refuses(A, kind, null);
    }
    assertThat(lab.cooldown(A)).isNull();
    assertThat(lab.enters(A)).isTrue();
  }
}
