package sml.gateway.observability.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal;

class RequestTraceTest {
  private static final Candidate ONE = candidate("one");

  @Test
  void everyKindOfAttemptHasItsOutcome() {
    var refusal =
        new Refusal(
            429, Refusal.Kind.RATE_LIMITED, "slow down", null, null, null, Duration.ofSeconds(2));
    var attemptTiming = new AttemptTiming(0, null, 9);
    List<Attempt> attempts =
        List.of(
            answered(ONE, new AttemptTiming(0, 5L, 9)),
            new Attempt.Refused(ONE, attemptTiming, refusal),
            new Attempt.TimedOut(
                ONE, attemptTiming, Attempt.Phase.FIRST_CONTENT, Duration.ofSeconds(12)),
            new Attempt.Broken(ONE, attemptTiming, "reset", true),
            new Attempt.Cancelled(ONE, attemptTiming, "lost"),
            new Attempt.NotAsked(ONE, attemptTiming, "breaker open", null));
    List<TracedAttempt> tried = attempts.stream().map(TracedAttempt::of).toList();
    assertThat(tried)
        .extracting(TracedAttempt::outcome)
        .containsExactly("answered", "refused", "timed_out", "broken", "cancelled", "not_asked");
    assertThat(RequestRowJson.snake(tried.get(1)))
        .contains("\"status\":429", "\"kind\":\"rate_limited\"", "\"retry_after_ms\":2000");
    assertThat(tried.get(2).detail()).isEqualTo("silent for 12000 ms (first_content)");
  }

  @Test
  void modelsAskedAtTheSameTimeWereHedgedAndOneAfterTheOtherWereNot() {
    var slow = TracedAttempt.of(new Attempt.Cancelled(ONE, new AttemptTiming(0, null, 60), "lost"));
    var fast = TracedAttempt.of(answered(candidate("two"), new AttemptTiming(20, 60L, 60)));
    var later = TracedAttempt.of(answered(candidate("two"), new AttemptTiming(60, 90L, 90)));
    assertThat(RequestTrace.hedged(List.of(slow, fast))).isTrue();
    var broken =
        TracedAttempt.of(new Attempt.Broken(ONE, new AttemptTiming(0, null, 60), "", true));
    assertThat(RequestTrace.hedged(List.of(broken, later))).isFalse();
  }

  @Test
  void aContenderThatWinsInTheMillisecondItBeganInHasBeenHedged() {
    var loser = TracedAttempt.of(new Attempt.Cancelled(ONE, new AttemptTiming(0, null, 3), "lost"));
    var winner = TracedAttempt.of(answered(candidate("two"), new AttemptTiming(3, 3L, 3)));
    assertThat(RequestTrace.hedged(List.of(loser, winner))).isTrue();
  }

  private static Attempt answered(Candidate candidate, AttemptTiming attemptTiming) {
    return new Attempt.Answered(
        candidate, attemptTiming, new Answer.Whole(candidate, new byte[0], null, "", "stop"));
  }

  private static Candidate candidate(String model) {
    return new Candidate(new ModelRef("sim", model), false, 1, null, 1, "named");
  }
}
