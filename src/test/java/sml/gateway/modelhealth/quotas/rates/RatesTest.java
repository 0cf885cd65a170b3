package sml.gateway.modelhealth.quotas.rates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RatesTest {
  private static final long MINUTE = 60_000;
  private static final long START = 1_800_000_000_000L;

  @Nested
  class Counting {
    private final SlidingWindowCount count = new SlidingWindowCount(MINUTE);

    @Test
    void whatIsOlderThanThePeriodNoLongerCounts() {
      count.add(3, START);
      count.add(2, START + 30_000);
      assertThat(count.total(START + 60_000)).isEqualTo(5);
      assertThat(count.total(START + 61_000)).isEqualTo(2);
      assertThat(count.total(START + 10 * MINUTE)).isZero();
    }

    @Test
    void itSaysWhenThereIsRoomAgain() {
      count.add(3, START);
      count.add(2, START + 30_000);
      assertThat(count.waitMs(4, START + 30_000)).isEqualTo(31_000);
      assertThat(count.waitMs(1, START + 30_000)).isEqualTo(61_000);
      assertThat(count.waitMs(5, START + 30_000)).isZero();
    }

    @Test
    void whatIsTakenBackIsTheLatestAndNeverMoreThanThereWas() {
      count.add(3, START);
      count.add(1, START + 30_000);
      count.add(-2, START + 30_000);
      assertThat(count.total(START + 30_000)).isEqualTo(2);
      assertThat(count.total(START + 61_000)).isZero();
      count.add(-9, START + 62_000);
      assertThat(count.total(START + 62_000)).isZero();
    }
  }

  @Nested
  class Learning {
    private final LearnedRateLimit cap =
        new LearnedRateLimit(new LearnedRateLimit.Rules(0.7, 0.1, 2, Duration.ofHours(1)));
    private long now = START;

    private long afterMinutesAtTheCap(int minutes) {
      for (int i = 0; i < minutes; i++) {
        now += MINUTE;
        cap.used(cap.perMinute(now), now);
      }
      return cap.perMinute(now);
    }

    @Test
    void thereIsNoneBeforeTheFirstRefusal() {
      cap.used(500, now);
      assertThat(cap.perMinute(now)).isEqualTo(LearnedRateLimit.NONE);
    }

    @Test
    void aRefusalLeavesAShareOfWhatWasAccepted() {
      cap.refused(30, now);
      assertThat(cap.perMinute(now)).isEqualTo(21);
    }

    @Test
    void refusalsOfOneBurstAreOneEvent() {
      for (int accepted = 45; accepted >= 30; accepted--) {
        cap.refused(accepted, now += 100);
      }
      assertThat(cap.perMinute(now)).isEqualTo(21);
    }

    @Test
    void aRefusalAfterAnIdleMinuteSaysNothingOfTheRate() {
      cap.refused(0, now);
      assertThat(cap.perMinute(now)).isEqualTo(LearnedRateLimit.NONE);
    }

    @Test
    void eachCleanMinuteAtTheCapRaisesItUpToWhatWasRefused() {
      cap.refused(30, now);
      assertThat(afterMinutesAtTheCap(1)).isEqualTo(24);
      assertThat(afterMinutesAtTheCap(2)).isEqualTo(30);
      assertThat(afterMinutesAtTheCap(1)).isEqualTo(30);
      assertThat(afterMinutesAtTheCap(1)).isEqualTo(31);
    }

    @Test
    void aMinuteBelowTheCapRaisesNothing() {
      cap.refused(30, now);
      cap.used(20, now + 5 * MINUTE);
      assertThat(cap.perMinute(now + 5 * MINUTE)).isEqualTo(21);
    }

    @Test
    void aTrialThatIsRefusedIsTakenBackAndTheNextComesLater() {
      cap.refused(30, now);
      assertThat(afterMinutesAtTheCap(5)).isEqualTo(31);
      cap.refused(30, now += MINUTE);
      assertThat(cap.perMinute(now)).isEqualTo(30);
      assertThat(afterMinutesAtTheCap(3)).isEqualTo(30);
      assertThat(afterMinutesAtTheCap(1)).isEqualTo(31);
    }

    @Test
    void trialsThatAreAcceptedGrowFast() {
      cap.refused(4, now);
      // two minutes up to the 4 that were refused, one there, then 5, 7, 11, 19, 35
      assertThat(afterMinutesAtTheCap(8)).isEqualTo(35);
    }

    @Test
    void aCapThatIsNotReachedForLongIsForgotten() {
      cap.refused(30, now);
      assertThat(cap.perMinute(now + Duration.ofMinutes(61).toMillis()))
          .isEqualTo(LearnedRateLimit.NONE);
    }
  }

  @Nested
  class Pacing {
    @Test
    void aQuotaThatLastsIsFreeToUse() {
      assertThat(DailyPacing.headroom(1, 1, 0.1)).isEqualTo(1);
      assertThat(DailyPacing.headroom(0.5, 0.5, 0.1)).isEqualTo(1);
      assertThat(DailyPacing.headroom(0.02, 0.01, 0.1)).isEqualTo(1);
    }

    @Test
    void whatIsUsedBeforeItsTimeLowersIt() {
      assertThat(DailyPacing.headroom(0.95, 1, 0.1)).isCloseTo(0.5, within(1e-9));
      assertThat(DailyPacing.headroom(0.92, 1, 0.1)).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void itNeverLooksUsedUpWhileSomethingIsLeft() {
      assertThat(DailyPacing.headroom(0.2, 1, 0.1)).isCloseTo(0.01, within(1e-9));
      assertThat(DailyPacing.headroom(0, 1, 0.1)).isZero();
    }
  }
}
