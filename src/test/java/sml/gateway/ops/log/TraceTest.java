package sml.gateway.ops.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Timing;

class TraceTest {
  private static final Candidate ONE = candidate("one");

  @Test
  void everyKindOfAttemptHasItsOutcome() {
    var refusal =
        new Refusal(
            429, Refusal.Kind.RATE_LIMITED, "slow down", null, null, null, Duration.ofSeconds(2));
    var timing = new Timing(0, null, 9);
    List<Attempt> attempts =
        List.of(
            answered(ONE, new Timing(0, 5L, 9)),
            new Attempt.Refused(ONE, timing, refusal),
            new Attempt.TimedOut(ONE, timing, Attempt.Phase.FIRST_CONTENT, Duration.ofSeconds(12)),
            new Attempt.Broken(ONE, timing, "reset", true),
            new Attempt.Cancelled(ONE, timing, "lost"),
            new Attempt.NotAsked(ONE, timing, "breaker open", null));
    List<Tried> tried = attempts.stream().map(Tried::of).toList();
    assertThat(tried)
        .extracting(Tried::outcome)
        .containsExactly("answered", "refused", "timed_out", "broken", "cancelled", "not_asked");
    assertThat(RowJson.snake(tried.get(1)))
        .contains("\"status\":429", "\"kind\":\"rate_limited\"", "\"retry_after_ms\":2000");
    assertThat(tried.get(2).detail()).isEqualTo("silent for 12000 ms (first_content)");
  }

  @Test
  void modelsAskedAtTheSameTimeRacedAndOneAfterTheOtherDidNot() {
    var slow = Tried.of(new Attempt.Cancelled(ONE, new Timing(0, null, 60), "lost"));
    var fast = Tried.of(answered(candidate("two"), new Timing(20, 60L, 60)));
    var later = Tried.of(answered(candidate("two"), new Timing(60, 90L, 90)));
    assertThat(Trace.raced(List.of(slow, fast))).isTrue();
    assertThat(Trace.raced(List.of(slow, later))).isFalse();
  }

  private static Attempt answered(Candidate candidate, Timing timing) {
    return new Attempt.Answered(
        candidate, timing, new Answer.Whole(candidate, new byte[0], null, "", "stop"));
  }

  private static Candidate candidate(String model) {
    return new Candidate(new ModelRef("sim", model), false, 1, null, 1, "named");
  }
}
