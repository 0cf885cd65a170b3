package sml.gateway.modelhealth.quotas.readings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Kind;

class QuotaRefusalReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final QuotaSource SOURCE = QuotaSource.refusal("compared by itself", 0);

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
  void aThrottlingTextGivesAQuota(String text, Quota quota, Long limit, Long left, Long ms) {
    Duration wait = ms == null ? null : Duration.ofMillis(ms);
    var refusal = new Refusal(429, Kind.RATE_LIMITED, text, null, null, null, wait);
    assertThat(QuotaRefusalReader.read(refusal, NOW))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source")
        .containsExactly(new QuotaReading(quota, limit, left, ms, SOURCE));
  }

  @Test
  void aPromptThatIsTooLargeGivesALimitButNotThatItIsUsedUp() {
    var text = "Request too large, tokens per minute (TPM): Limit 6000, Requested 14368";
    assertThat(QuotaRefusalReader.read(refusal(Kind.TOO_LARGE, text), NOW))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source")
        .containsExactly(new QuotaReading(Quota.TPM, 6000L, null, null, SOURCE));
  }

  @Test
  void aTextWithoutAWindowGivesNoQuota() {
    assertThat(QuotaRefusalReader.read(refusal(Kind.RATE_LIMITED, "slow down, limit 5"), NOW))
        .isEmpty();
  }

  private static Refusal refusal(Kind kind, String text) {
    return new Refusal(429, kind, text, null, null, null, null);
  }

  @Test
  void aLongQuotaThatTheTextDoesNotNameIsUsedUpUntilItsEnd() {
    var day = used(Kind.QUOTA_EXHAUSTED, Refusal.Period.DAY, Duration.ofHours(3));
    assertThat(QuotaRefusalReader.read(day, NOW))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source")
        .containsExactly(new QuotaReading(Quota.RPD, null, 0L, 10_800_000L, SOURCE));
    var month = used(Kind.QUOTA_EXHAUSTED, Refusal.Period.MONTH, Duration.ofDays(3));
    assertThat(QuotaRefusalReader.read(month, NOW))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source")
        .containsExactly(
            new QuotaReading(Quota.REQUESTS_PER_MONTH, null, 0L, 259_200_000L, SOURCE));
    assertThat(QuotaRefusalReader.read(used(Kind.RATE_LIMITED, Refusal.Period.MINUTE, null), NOW))
        .isEmpty();
    assertThat(QuotaRefusalReader.read(used(Kind.QUOTA_EXHAUSTED, null, Duration.ofHours(3)), NOW))
        .isEmpty();
  }

  private static Refusal used(Kind kind, Refusal.@Nullable Period period, @Nullable Duration wait) {
    return new Refusal(429, kind, "no more", null, null, null, wait, period, null);
  }

  @Test
  void theSourceIsTheRefusalsWords() {
    String words = "limit of 10 per 60 seconds";
    assertThat(QuotaRefusalReader.read(refusal(Kind.RATE_LIMITED, words), NOW))
        .extracting(QuotaReading::source)
        .containsExactly(new QuotaSource(QuotaSource.Kind.REFUSAL, words, NOW.toEpochMilli()));
  }
}
