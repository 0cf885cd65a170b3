package sml.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Kind;

class RetryPolicyTest {
  private static final Candidate NAMED =
      new Candidate(new ModelRef("p", "m"), true, 1, null, 1, "named");
  private static final AttemptTiming TIMING = new AttemptTiming(0, null, 1);
  private static final RoutingSettings SETTINGS = SampleSettings.defaults();

  private final RetryPolicy retryPolicy = new RetryPolicy(SETTINGS, () -> 0L);

  private static Attempt refused(Kind kind, @Nullable Duration after) {
    return new Attempt.Refused(
        NAMED, TIMING, new Refusal(429, kind, "no", null, null, null, after));
  }

  private Optional<Duration> pauseAfter(Attempt... attempts) {
    var plan =
        new Plan(
            Category.GENERAL,
            true,
            List.of(NAMED),
            List.of(),
            new ArrayList<>(List.of(attempts)),
            List.of(),
            PlanStep.Settled.NOTHING,
            null,
            "");
    return retryPolicy.pause(plan, attempts[attempts.length - 1], false);
  }

  @Test
  void theBackOffDoublesAndEndsAfterThreeTries() {
    Attempt busy = refused(Kind.TRANSIENT, null);
    assertThat(pauseAfter(busy)).contains(Duration.ofMillis(500));
    assertThat(pauseAfter(busy, busy)).contains(Duration.ofSeconds(1));
    assertThat(pauseAfter(busy, busy, busy)).isEmpty();
  }

  @Test
  void aShortRetryAfterIsWaitedOutAndALongOneIsNot() {
    assertThat(pauseAfter(refused(Kind.RATE_LIMITED, Duration.ofSeconds(2))).orElseThrow())
        .isBetween(Duration.ofSeconds(2), Duration.ofMillis(2100));
    assertThat(pauseAfter(refused(Kind.RATE_LIMITED, Duration.ofSeconds(11)))).isEmpty();
  }

  @Test
  void aSilentModelIsNeverAskedAgain() {
    assertThat(
            pauseAfter(
                new Attempt.TimedOut(
                    NAMED, TIMING, Attempt.Phase.FIRST_CONTENT, Duration.ofSeconds(12))))
        .isEmpty();
  }

  @Test
  void aLostConnectionIsRepeatedUnlessContentHadCome() {
    assertThat(pauseAfter(new Attempt.Broken(NAMED, TIMING, "reset", true))).isPresent();
    assertThat(pauseAfter(new Attempt.Broken(NAMED, TIMING, "cut", false))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"RATE_LIMITED", "TRANSIENT"})
  void noOtherRefusalIsRepeated(Kind kind) {
    assertThat(pauseAfter(refused(kind, null))).isEmpty();
  }
}
