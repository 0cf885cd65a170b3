package sml.gateway.chat.hedge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Attempt.Phase;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.CandidateScore;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Kind;
import sml.gateway.chat.hedge.Hedge.CoolingDown;
import sml.gateway.chat.hedge.Hedge.Limits;
import sml.gateway.chat.hedge.Hedge.Offer;
import sml.gateway.chat.hedge.HedgeContender.Reason;

class HedgeOffersTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration SILENCE = Duration.ofSeconds(1);
  private static final AttemptTiming TIMING = new AttemptTiming(0, null, 1);
  private long nanos;

  private static List<Candidate> candidates(Duration lateAfter, String... ids) {
    return Stream.of(ids)
        .map(id -> id.split("/"))
        .map(id -> new ModelRef(id[0], id[1]))
        .map(
            ref ->
                new Candidate(
                    ref,
                    ref.provider(),
                    false,
                    false,
                    CandidateScore.of(1, ""),
                    LatencyDistribution.UNKNOWN,
                    lateAfter,
                    1))
        .toList();
  }

  private Hedge hedge(int width, int slots, int attempts, String... ids) {
    return hedge(NEVER, width, slots, attempts, ids);
  }

  private Hedge hedge(Duration lateAfter, int width, int slots, int attempts, String... ids) {
    return hedge(
        candidates(lateAfter, ids),
        List.of(),
        new Limits(width, slots, attempts, LONGEST_WAIT, SILENCE));
  }

  private Hedge hedge(List<Candidate> candidates, List<CoolingDown> coolingDown, Limits limits) {
    return new Hedge(candidates, coolingDown, limits, () -> nanos);
  }

  private static HedgeContender next(Hedge hedge) {
    if (hedge.offer() instanceof Offer.Begin(var contender)) {
      return contender;
    }
    throw new AssertionError("no candidate may be asked now");
  }

  private static List<CoolingDown> coolingDown(String id, Duration left) {
    return List.of(new CoolingDown(candidates(NEVER, id).getFirst(), left));
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static String id(HedgeContender contender) {
    return contender.candidate().ref().id();
  }

  private static void breaks(Hedge hedge, HedgeContender contender) {
    hedge.ended(contender, new Attempt.Broken(contender.candidate(), TIMING, "reset", true));
  }

  private static void refuses(Hedge hedge, HedgeContender contender, Kind kind, String message) {
    var refusal = new Refusal(400, kind, message, null, null, null, null);
    hedge.ended(contender, new Attempt.Refused(contender.candidate(), TIMING, refusal));
  }

  @Test
  void asManyOwnersBeginAtOnceAsItIsWide() {
    Hedge hedge = hedge(3, 5, 8, "a/1", "a/2", "b/1", "c/1", "d/1");
    assertThat(List.of(id(next(hedge)), id(next(hedge)), id(next(hedge))))
        .containsExactly("a/1", "b/1", "c/1");
  }

  @Test
  void aContenderThatFailsIsReplacedAtOnceByAnotherOwner() {
    Hedge hedge = hedge(1, 5, 8, "a/1", "a/2", "b/1");
    breaks(hedge, next(hedge));
    HedgeContender second = next(hedge);
    assertThat(id(second)).isEqualTo("b/1");
    assertThat(second.reason()).isEqualTo(Reason.REFILL);
  }

  @Test
  void anOwnerThatFailedIsAskedAgainWhenNoOtherIsLeft() {
    Hedge hedge = hedge(1, 5, 8, "a/1", "a/2", "b/1");
    breaks(hedge, next(hedge));
    breaks(hedge, next(hedge));
    assertThat(id(next(hedge))).isEqualTo("a/2");
  }

  @Test
  void anotherJoinsWhenTheFastestInFlightIsLateAndNoneIsCancelled() {
    var hedge = hedge(Duration.ofMillis(400), 1, 5, 8, "a/1", "b/1", "c/1");
    HedgeContender first = next(hedge);
    pass(Duration.ofMillis(399));
    assertThat(hedge.offer()).isEqualTo(new Offer.Later(400_000_000L));
    pass(Duration.ofMillis(1));
    HedgeContender second = next(hedge);
    assertThat(second.reason()).isEqualTo(Reason.RESCUE);
    assertThat(id(second)).isEqualTo("b/1");
    pass(Duration.ofMillis(400));
    assertThat(id(next(hedge))).isEqualTo("c/1");
    assertThat(first.lost().fired()).isFalse();
    assertThat(hedge.claim(first)).isTrue();
    assertThat(second.lost().fired()).isTrue();
    assertThat(hedge.contested()).isTrue();
  }

  @Test
  void aRescueAsksAnotherModelOfABusyOwnerWhenThereIsNoOther() {
    var hedge = hedge(Duration.ofMillis(400), 1, 5, 8, "a/1", "a/2");
    next(hedge);
    pass(Duration.ofMillis(400));
    assertThat(id(next(hedge))).isEqualTo("a/2");
  }

  @Test
  void aRescueNeverAsksAnotherRowOfABusyOwner() {
    var both = candidates(Duration.ofMillis(400), "a/1", "a-key/1");
    var owned = both.stream().map(HedgeOffersTest::ofOwnerA).toList();
    var hedge = hedge(owned, List.of(), new Limits(1, 5, 8, LONGEST_WAIT, SILENCE));
    HedgeContender first = next(hedge);
    pass(Duration.ofMinutes(1));
    assertThat(hedge.offer()).isInstanceOf(Offer.Later.class);
    breaks(hedge, first);
    assertThat(id(next(hedge))).isEqualTo("a-key/1");
  }

  private static Candidate ofOwnerA(Candidate row) {
    return new Candidate(
        row.ref(),
        "a",
        row.named(),
        row.cooling(),
        row.value(),
        row.delay(),
        row.lateAfter(),
        row.headroom());
  }

  @Test
  void itEndsWhenTheAttemptsAreUsedUp() {
    Hedge hedge = hedge(1, 5, 2, "a/1", "b/1", "c/1");
    breaks(hedge, next(hedge));
    breaks(hedge, next(hedge));
    assertThat(hedge.offer()).isInstanceOf(Offer.Over.class);
    assertThat(hedge.answer()).isNull();
  }

  @Test
  void aCandidateThatWasNotAskedIsNoAttempt() {
    Hedge hedge = hedge(1, 5, 1, "a/1", "b/1");
    HedgeContender first = next(hedge);
    hedge.ended(first, new Attempt.NotAsked(first.candidate(), TIMING, "breaker open", null));
    assertThat(id(next(hedge))).isEqualTo("b/1");
  }

  @Test
  void twoThatBlameTheRequestAlikeEndIt() {
    Hedge hedge = hedge(2, 5, 8, "a/1", "b/1", "c/1");
    HedgeContender first = next(hedge);
    HedgeContender second = next(hedge);
    refuses(hedge, first, Kind.BAD_REQUEST, "temperature must be a number");
    refuses(hedge, second, Kind.BAD_REQUEST, "temperature must be a number");
    assertThat(hedge.offer()).isInstanceOf(Offer.Over.class);
  }

  @Test
  void twoThatBlameTheRequestForDifferentThingsDoNotEndIt() {
    Hedge hedge = hedge(2, 5, 8, "a/1", "b/1", "c/1");
    HedgeContender first = next(hedge);
    HedgeContender second = next(hedge);
    refuses(hedge, first, Kind.BAD_REQUEST, "no images");
    refuses(hedge, second, Kind.BAD_REQUEST, "unknown field seed");
    assertThat(id(next(hedge))).isEqualTo("c/1");
  }

  @Test
  void oneProvidersContentFilterIsNotTheLastWord() {
    Hedge hedge = hedge(1, 5, 8, "a/1", "b/1");
    refuses(hedge, next(hedge), Kind.CONTENT_POLICY, "no");
    assertThat(id(next(hedge))).isEqualTo("b/1");
  }

  @Test
  void onlyTheFirstClaimWinsAndTheOthersAreCancelled() {
    Hedge hedge = hedge(3, 5, 8, "a/1", "b/1", "c/1");
    HedgeContender first = next(hedge);
    HedgeContender second = next(hedge);
    HedgeContender third = next(hedge);
    assertThat(hedge.claim(second)).isTrue();
    assertThat(hedge.claim(first)).isFalse();
    assertThat(Stream.of(first, second, third).map(one -> one.lost().fired()))
        .containsExactly(true, false, true);
    assertThat(hedge.offer()).isInstanceOf(Offer.Over.class);
  }

  @Test
  void aWinnerWithNoOtherInFlightDidNotWinAgainstAnyone() {
    Hedge hedge = hedge(1, 5, 8, "a/1", "b/1");
    HedgeContender only = next(hedge);
    assertThat(hedge.claim(only)).isTrue();
    assertThat(hedge.contested()).isFalse();
  }

  @Test
  void aClientThatLeavesEndsAllButNotAHedgeThatIsWon() {
    Hedge hedge = hedge(2, 5, 8, "a/1", "b/1");
    HedgeContender first = next(hedge);
    hedge.abandon();
    assertThat(first.lost().fired()).isTrue();
    assertThat(hedge.claim(first)).isFalse();

    Hedge won = hedge(1, 5, 8, "a/1", "b/1");
    HedgeContender winner = next(won);
    won.claim(winner);
    won.abandon();
    assertThat(winner.lost().fired()).isFalse();
  }

  @Test
  void aSilentContenderDoesNotKeepTheOthersFromBeingReplaced() {
    Hedge hedge = hedge(2, 5, 8, "a/1", "b/1", "c/1");
    next(hedge);
    HedgeContender second = next(hedge);
    hedge.ended(
        second,
        new Attempt.TimedOut(
            second.candidate(), TIMING, Phase.FIRST_CONTENT, Duration.ofSeconds(12)));
    assertThat(id(next(hedge))).isEqualTo("c/1");
  }

  @Test
  void aCandidateThatWasNotLetInIsTriedAgainWhenItIsBack() {
    Hedge hedge = hedge(1, 5, 8, "a/1", "b/1");
    HedgeContender shut = next(hedge);
    var wait = Duration.ofSeconds(2);
    hedge.ended(shut, new Attempt.NotAsked(shut.candidate(), TIMING, "window full", wait));
    breaks(hedge, next(hedge));
    assertThat(hedge.offer()).isEqualTo(new Offer.Later(wait.toNanos()));
    pass(wait);
    assertThat(id(next(hedge))).isEqualTo("a/1");
  }

  @Test
  void oneThatCoolsDownIsAskedWhenItIsBackWhileAnotherHangs() {
    var coolingDown = coolingDown("b/1", Duration.ofSeconds(2));
    var late = Duration.ofMillis(400);
    Hedge hedge =
        hedge(candidates(late, "a/1"), coolingDown, new Limits(1, 5, 8, LONGEST_WAIT, SILENCE));
    HedgeContender hanging = next(hedge);
    assertThat(hanging.lastChance()).isFalse();
    pass(late);
    assertThat(hedge.offer()).isEqualTo(new Offer.Later(2_000_000_000L));
    pass(Duration.ofMillis(1_600));
    assertThat(id(next(hedge))).isEqualTo("b/1");
  }

  @Test
  void oneThatIsBackTooLateIsNotWaitedFor() {
    var coolingDown = coolingDown("b/1", LONGEST_WAIT.plusMillis(1));
    Hedge hedge =
        hedge(candidates(NEVER, "a/1"), coolingDown, new Limits(1, 5, 8, LONGEST_WAIT, SILENCE));
    breaks(hedge, next(hedge));
    assertThat(hedge.offer()).isInstanceOf(Offer.Over.class);
  }
}
