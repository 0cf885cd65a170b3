package sml.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Kind;

class FailoverPolicyTest {
  private static final AttemptTiming TIMING = new AttemptTiming(0, null, 1);
  private static final List<Candidate> CHAIN =
      Stream.of("down/one", "down/two", "up/one")
          .map(id -> id.split("/"))
          .map(id -> new Candidate(new ModelRef(id[0], id[1]), false, 1, null, 1, ""))
          .toList();
  private static final Candidate FIRST = CHAIN.get(0);

  private final RoutingSettings settings = SampleSettings.defaults();
  private final FailoverPolicy failover =
      new FailoverPolicy(
          settings,
          new RetryPolicy(settings, () -> 0L),
          new HedgeBudget(settings, Clock.systemUTC()),
          () -> 0L,
          () -> 0L);

  @Test
  void afterAFailureTheOtherModelsOfThatProviderComeLast() throws Exception {
    assertThat(askedAfter(new Attempt.Broken(FIRST, TIMING, "reset", true))).isEqualTo("up/one");
  }

  @Test
  void aSilentProviderComesLast() throws Exception {
    var silent =
        new Attempt.TimedOut(FIRST, TIMING, Attempt.Phase.FIRST_CONTENT, Duration.ofSeconds(12));
    assertThat(askedAfter(silent)).isEqualTo("up/one");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"RATE_LIMITED", "QUOTA_EXHAUSTED", "PAYMENT_REQUIRED", "FAULT", "TRANSIENT"})
  void aProviderThatRefusesComesLast(Kind kind) throws Exception {
    assertThat(askedAfter(refused(kind))).isEqualTo("up/one");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"MODEL_GONE", "CONTEXT_TOO_LONG", "BAD_REQUEST"})
  void whatOneModelCannotDoIsNotHeldAgainstItsProvider(Kind kind) throws Exception {
    assertThat(askedAfter(refused(kind))).isEqualTo("down/two");
  }

  @Test
  void aChainThatTheClientNamedKeepsItsOrder() throws Exception {
    assertThat(askedAfter(new Attempt.Broken(FIRST, TIMING, "reset", false), true))
        .isEqualTo("down/two");
  }

  private String askedAfter(Attempt attempt) throws Exception {
    return askedAfter(attempt, false);
  }

  private String askedAfter(Attempt attempt, boolean named) throws Exception {
    Plan plan =
        new Plan(
            Category.GENERAL,
            named,
            CHAIN,
            List.of(),
            List.of(attempt),
            List.of(),
            HedgePlanner.alone(CHAIN, 0),
            null,
            "");
    PlanStep next = failover.next(SampleRequest.chat(), plan).next();
    assertThat(next).isInstanceOf(PlanStep.Ask.class);
    return ((PlanStep.Ask) next).candidate().ref().id();
  }

  private static Attempt refused(Kind kind) {
    return new Attempt.Refused(FIRST, TIMING, new Refusal(400, kind, "no", null, null, null, null));
  }
}
