package sml.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Attempt.Phase;
import sml.gateway.chat.Hedge.Limits;
import sml.gateway.chat.HedgeContender.Reason;
import sml.gateway.chat.Refusal.Kind;

class HedgeTurnsTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Timing TIMING = new Timing(0, null, 1);

  private static List<Candidate> candidates(Duration lateAfter, String... ids) {
    return Stream.of(ids)
        .map(id -> id.split("/"))
        .map(id -> new ModelRef(id[0], id[1]))
        .map(ref -> new Candidate(ref, false, false, 1, null, lateAfter, 1, ""))
        .toList();
  }

  private static Hedge hedge(int width, int slots, int attempts, String... ids) {
    return new Hedge(candidates(NEVER, ids), new Limits(width, slots, attempts));
  }

  private static HedgeContender next(Hedge hedge) throws InterruptedException {
    return Objects.requireNonNull(hedge.await());
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
  void asManyOwnersBeginAtOnceAsItIsWide() throws Exception {
    Hedge hedge = hedge(3, 5, 8, "a/1", "a/2", "b/1", "c/1", "d/1");
    assertThat(List.of(id(next(hedge)), id(next(hedge)), id(next(hedge))))
        .containsExactly("a/1", "b/1", "c/1");
  }

  @Test
  void aContenderThatFailsIsReplacedAtOnceByAnotherOwner() throws Exception {
    Hedge hedge = hedge(1, 5, 8, "a/1", "a/2", "b/1");
    breaks(hedge, next(hedge));
    HedgeContender second = next(hedge);
    assertThat(id(second)).isEqualTo("b/1");
    assertThat(second.reason()).isEqualTo(Reason.REFILL);
  }

  @Test
  void anOwnerThatFailedIsAskedAgainWhenNoOtherIsLeft() throws Exception {
    Hedge hedge = hedge(1, 5, 8, "a/1", "a/2", "b/1");
    breaks(hedge, next(hedge));
    breaks(hedge, next(hedge));
    assertThat(id(next(hedge))).isEqualTo("a/2");
  }

  @Test
  void anotherJoinsWhenTheFastestInFlightIsLateAndNobodyIsGivenUp() throws Exception {
    var hedge =
        new Hedge(candidates(Duration.ofMillis(1), "a/1", "b/1", "c/1"), new Limits(1, 5, 8));
    HedgeContender first = next(hedge);
    HedgeContender second = next(hedge);
    assertThat(second.reason()).isEqualTo(Reason.RESCUE);
    assertThat(id(second)).isEqualTo("b/1");
    assertThat(id(next(hedge))).isEqualTo("c/1");
    assertThat(first.lost().fired()).isFalse();
    assertThat(hedge.claim(first)).isTrue();
    assertThat(second.lost().fired()).isTrue();
    assertThat(hedge.contested()).isTrue();
  }

  @Test
  void aRescueAsksAnotherModelOfABusyOwnerWhenThereIsNoOther() throws Exception {
    var hedge = new Hedge(candidates(Duration.ofMillis(1), "a/1", "a/2"), new Limits(1, 5, 8));
    next(hedge);
    assertThat(id(next(hedge))).isEqualTo("a/2");
  }

  @Test
  void itEndsWhenTheAttemptsAreUsedUp() throws Exception {
    Hedge hedge = hedge(1, 5, 2, "a/1", "b/1", "c/1");
    breaks(hedge, next(hedge));
    breaks(hedge, next(hedge));
    assertThat(hedge.await()).isNull();
    assertThat(hedge.answer()).isNull();
  }

  @Test
  void aCandidateThatWasNotAskedIsNoAttempt() throws Exception {
    Hedge hedge = hedge(1, 5, 1, "a/1", "b/1");
    HedgeContender first = next(hedge);
    hedge.ended(first, new Attempt.NotAsked(first.candidate(), TIMING, "breaker open", null));
    assertThat(id(next(hedge))).isEqualTo("b/1");
  }

  @Test
  void twoThatBlameTheRequestAlikeEndIt() throws Exception {
    Hedge hedge = hedge(2, 5, 8, "a/1", "b/1", "c/1");
    HedgeContender first = next(hedge);
    HedgeContender second = next(hedge);
    refuses(hedge, first, Kind.BAD_REQUEST, "temperature must be a number");
    refuses(hedge, second, Kind.BAD_REQUEST, "temperature must be a number");
    assertThat(hedge.await()).isNull();
  }

  @Test
  void twoThatBlameTheRequestForDifferentThingsDoNotEndIt() throws Exception {
    Hedge hedge = hedge(2, 5, 8, "a/1", "b/1", "c/1");
    HedgeContender first = next(hedge);
    HedgeContender second = next(hedge);
    refuses(hedge, first, Kind.BAD_REQUEST, "no images");
    refuses(hedge, second, Kind.BAD_REQUEST, "unknown field seed");
    assertThat(id(next(hedge))).isEqualTo("c/1");
  }

  @Test
  void oneProvidersContentFilterIsNotTheLastWord() throws Exception {
    Hedge hedge = hedge(1, 5, 8, "a/1", "b/1");
    refuses(hedge, next(hedge), Kind.CONTENT_POLICY, "no");
    assertThat(id(next(hedge))).isEqualTo("b/1");
  }

  @Test
  void onlyTheFirstClaimWinsAndTheOthersAreCancelled() throws Exception {
    Hedge hedge = hedge(3, 5, 8, "a/1", "b/1", "c/1");
    HedgeContender first = next(hedge);
    HedgeContender second = next(hedge);
    HedgeContender third = next(hedge);
    assertThat(hedge.claim(second)).isTrue();
    assertThat(hedge.claim(first)).isFalse();
    assertThat(Stream.of(first, second, third).map(one -> one.lost().fired()))
        .containsExactly(true, false, true);
    assertThat(hedge.await()).isNull();
  }

  @Test
  void aWinnerWithNoOtherInFlightDidNotWinAgainstAnyone() throws Exception {
    Hedge hedge = hedge(1, 5, 8, "a/1", "b/1");
    HedgeContender only = next(hedge);
    assertThat(hedge.claim(only)).isTrue();
    assertThat(hedge.contested()).isFalse();
  }

  @Test
  void aClientThatLeavesEndsAllButNotAHedgeThatIsWon() throws Exception {
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
  void aSilentContenderDoesNotKeepTheOthersFromBeingReplaced() throws Exception {
    Hedge hedge = hedge(2, 5, 8, "a/1", "b/1", "c/1");
    next(hedge);
    HedgeContender second = next(hedge);
    hedge.ended(
        second,
        new Attempt.TimedOut(
            second.candidate(), TIMING, Phase.FIRST_CONTENT, Duration.ofSeconds(12)));
    assertThat(id(next(hedge))).isEqualTo("c/1");
  }
}
