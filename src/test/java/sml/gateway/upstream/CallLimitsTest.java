package sml.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import sml.gateway.chat.Attempt.Phase;
import sml.gateway.upstream.transport.SilenceWatch;
import sml.gateway.upstream.transport.UpstreamSettings;

class CallLimitsTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final UpstreamSettings SETTINGS = settings();

  private static UpstreamSettings settings() {
    DataSize size = DataSize.ofKilobytes(1);
    return new UpstreamSettings(
        seconds(3),
        seconds(12),
        seconds(120),
        seconds(20),
        true,
        seconds(2),
        seconds(2),
        seconds(1),
        seconds(60),
        Duration.ofMinutes(30),
        size,
        size,
        size,
        1,
        1,
        List.of());
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static SilenceWatch.Limit limit(Phase phase, int seconds) {
    return new SilenceWatch.Limit(phase, seconds(seconds));
  }

  @Test
  void aWholeAnswerOfOneNamedModelHasTheTimeOfItsClient() {
    var client = new SilenceWatch.Limit(Phase.CLIENT, TEN_MINUTES);
    assertThat(CallLimits.whole(true, true, TEN_MINUTES, SETTINGS))
        .isEqualTo(new CallLimits(client, client, client));
  }

  @Test
  void aWholeAnswerOfAChainIsLimitedInAll() {
    CallLimits limits = CallLimits.whole(false, false, TEN_MINUTES, SETTINGS);
    assertThat(limits.head()).isEqualTo(limit(Phase.TOTAL, 60));
    assertThat(limits.total()).isEqualTo(limit(Phase.TOTAL, 60));
    assertThat(limits.body()).isEqualTo(limit(Phase.FIRST_CONTENT, 12));
  }

  @Test
  void theLastOfAChainHasMoreTime() {
    CallLimits limits = CallLimits.whole(true, false, TEN_MINUTES, SETTINGS);
    assertThat(limits.total()).isEqualTo(limit(Phase.TOTAL, 120));
    assertThat(limits.body()).isEqualTo(limit(Phase.FIRST_CONTENT, 120));
  }

  @Test
  void aClientThatWaitsForLessIsTheLimit() {
    assertThat(CallLimits.whole(false, false, seconds(5), SETTINGS).total())
        .isEqualTo(limit(Phase.CLIENT, 5));
    assertThat(CallLimits.stream(true, seconds(5), SETTINGS).head())
        .isEqualTo(limit(Phase.CLIENT, 5));
  }

  @Test
  void aStreamIsLimitedToItsFirstContent() {
    CallLimits limits = CallLimits.stream(false, TEN_MINUTES, SETTINGS);
    assertThat(limits.head()).isEqualTo(limit(Phase.FIRST_CONTENT, 12));
    assertThat(limits.total()).isEqualTo(limit(Phase.TOTAL, 1800));
    assertThat(CallLimits.stream(true, TEN_MINUTES, SETTINGS).head())
        .isEqualTo(limit(Phase.FIRST_CONTENT, 120));
  }
}
