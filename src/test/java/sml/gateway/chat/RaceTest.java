package sml.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void onlyTheFirstClaimWinsAndTheOthersAreCancelled() {
    var race = new Race(3);
    assertThat(race.claim(1)).isTrue();
    assertThat(race.claim(0)).isFalse();
    assertThat(race.lane(1).fired()).isFalse();
    assertThat(race.lane(0).fired()).isTrue();
    assertThat(race.lane(2).fired()).isTrue();
  }

  @Test
  void aDelayedContenderStartsAtOnceWhenThoseBeforeItFailed() throws InterruptedException {
    var race = new Race(3);
    race.giveUp(0);
    assertThat(race.await(1, LONG)).isTrue();
  }

  @Test
  void aDelayedContenderStartsWhenItsDelayIsOver() throws InterruptedException {
    assertThat(new Race(2).await(1, Duration.ofMillis(1))).isTrue();
  }

  @Test
  void aDelayedContenderIsNotNeededOnceTheRaceIsWon() throws InterruptedException {
    var race = new Race(2);
    race.claim(0);
    assertThat(race.await(1, LONG)).isFalse();
  }

  @Test
  void aClientThatLeavesEndsEveryLaneButNotAWonRace() {
    var race = new Race(2);
    race.abandon();
    assertThat(race.lane(0).fired()).isTrue();
    assertThat(race.lane(1).fired()).isTrue();
    assertThat(race.claim(0)).isFalse();

    var won = new Race(2);
    won.claim(0);
    won.abandon();
    assertThat(won.lane(0).fired()).isFalse();
  }

  @Test
  void aCancellationRunsEveryActionOnceAndLateOnesAtOnce() {
    var cancellation = new Cancellation();
    List<String> ran = new ArrayList<>();
    var undone = cancellation.on(() -> ran.add("undone"));
    cancellation.on(() -> ran.add("early"));
    undone.close();
    cancellation.fire("first");
    cancellation.fire("second");
    cancellation.on(() -> ran.add("late"));
    assertThat(ran).containsExactly("early", "late");
    assertThat(cancellation.reason()).isEqualTo("first");
  }
}
