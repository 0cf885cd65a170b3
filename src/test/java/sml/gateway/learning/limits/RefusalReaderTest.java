package sml.gateway.learning.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Kind;

class RefusalReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "on tokens per minute (TPM): Limit 6000, Used 5034, Requested 1443. Please try again in"
            + " 4.77s. | TPM | 6000 | 966 | 4770",
        "on tokens per day (TPD): Limit 100000, Used 100200, Requested 5. Please try again in"
            + " 7m11.3s. | TPD | 100000 | 0 | 431300",
        "on requests per day (RPD): Limit 1,000, Used 1,000, Requested 1. | RPD | 1000 | 0 | -",
        "Rate limit of 50 per 86400s exceeded for UserByModelByDay. Please wait 5631 seconds"
            + " before retrying. | RPD | 50 | 0 | 5631000",
        "Rate limit of 10 per 60s exceeded for UserByMinute. Please wait 3 seconds before"
            + " retrying. | RPM | 10 | 0 | 3000",
        "Rate limit exceeded: free-models-per-day. | RPD | - | 0 | -",
        "Rate limit exceeded: free-models-per-min. | RPM | - | 0 | -",
        "Quota exceeded for metric: GenerateRequestsPerDayPerProject, limit: 250. Please retry in"
            + " 21s. | RPD | 250 | 0 | 21000",
      })
  void aThrottlingTextTellsAQuota(String text, Quota quota, Long limit, Long left, Long ms) {
    assertThat(RefusalReader.read(refusal(Kind.RATE_LIMITED, text), NOW))
        .containsExactly(new Reading(quota, limit, left, ms));
  }

  @Test
  void aPromptThatIsTooLargeTellsALimitButNotThatItIsUsedUp() {
    var text = "Request too large, tokens per minute (TPM): Limit 6000, Requested 14368";
    assertThat(RefusalReader.read(refusal(Kind.TOO_LARGE, text), NOW))
        .containsExactly(new Reading(Quota.TPM, 6000L, null, null));
  }

  @Test
  void aTextWithoutAWindowTellsNothing() {
    assertThat(RefusalReader.read(refusal(Kind.RATE_LIMITED, "slow down, limit 5"), NOW)).isEmpty();
  }

  @Test
  void theTimeToWaitMayBeAMomentInTheText() {
    var text = "Rate limit exceeded. Please retry after 2026-11-24T10:00:42Z";
    assertThat(RefusalReader.wait(text, NOW)).isEqualTo(Duration.ofSeconds(42));
    assertThat(RefusalReader.wait("too many requests", NOW)).isNull();
  }

  private static Refusal refusal(Kind kind, String text) {
    return new Refusal(429, kind, text, null, null, null, null);
  }
}
