package sml.gateway.modelhealth.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

class ConcurrencyLimitTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long QUARTER = 900_000;

  private final ConcurrencyLimit limit = new ConcurrencyLimit();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Too many concurrent requests, please retry | 4
          You have reached the maximum of 2 concurrent requests | 2
          HTTP 429 concurrent requests exceeded | 4
          Concurrency limit: 3 | 3
          Max parallel requests reached, only 1 parallel request is allowed | 1
          Your account's concurrent request limit is 5. | 5
          当前并发请求过多 | 4
          Limit of 0 simultaneous calls | 1
          """)
  void aRefusalNamesItOrShowsIt(String words, long expected) {
    assertThat(ConcurrencyLimit.isMeantBy(words)).isTrue();
    limit.refused(5, 1, QuotaSource.refusal(words, NOW));
    assertThat(limit.allowed(NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Rate limit reached: 30 requests per minute", "slow down", "quota"})
  void otherRefusalsDoNotSpeakOfIt(String words) {
    assertThat(ConcurrencyLimit.isMeantBy(words)).isFalse();
  }

  @Test
  void aRefusalLowersAHint() {
    limit.hint(30L);
    assertThat(limit.isMeasured()).isFalse();
    limit.refused(9, 2, QuotaSource.refusal("too many concurrent requests", NOW));
    assertThat(limit.allowed(NOW)).isEqualTo(4);
    assertThat(limit.isMeasured()).isTrue();
  }

  @Test
  void whatWasOnlyShownIsTriedOneBeyondLater() {
    limit.refused(4, 1, QuotaSource.refusal("too many concurrent requests", NOW));
    assertThat(limit.allowed(NOW + QUARTER - 1)).isEqualTo(3);
    assertThat(limit.allowed(NOW + QUARTER)).isEqualTo(4);
    assertThat(limit.source().kind()).isEqualTo(QuotaSource.Kind.LEARNED);
    assertThat(limit.allowed(NOW + 2 * QUARTER)).isEqualTo(5);
  }

  @Test
  void whatTheOperatorSetCountsUnlessARefusalShowsLess() {
    limit.hint(1L);
    limit.operator(4L, NOW);
    assertThat(limit.allowed(NOW)).isEqualTo(4);
    assertThat(limit.source()).isEqualTo(QuotaSource.operator(NOW));
    limit.refused(3, 1, QuotaSource.refusal("too many concurrent requests", NOW));
    assertThat(limit.allowed(NOW)).isEqualTo(2);
    limit.restore(2, QuotaSource.refusal("too many concurrent requests", NOW));
    assertThat(limit.allowed(NOW)).isEqualTo(2);
    assertThat(limit.allowed(NOW + QUARTER)).isEqualTo(3);
    assertThat(limit.allowed(NOW + 9 * QUARTER)).isEqualTo(4);
    limit.operator(6L, NOW + 10 * QUARTER);
    assertThat(limit.allowed(NOW + 10 * QUARTER)).isEqualTo(6);
    assertThat(limit.allowed(NOW + 30 * QUARTER)).as("what was shown before").isEqualTo(6);
  }

  @Test
  void whatWasNamedStaysAlsoAfterARestart() {
    QuotaSource said = QuotaSource.refusal("at most 2 concurrent requests", NOW);
    limit.refused(9, 1, said);
    assertThat(limit.allowed(NOW + 9 * QUARTER)).isEqualTo(2);
    var later = new ConcurrencyLimit();
    later.hint(30L);
    later.restore(2, said);
    assertThat(later.allowed(NOW + 9 * QUARTER)).isEqualTo(2);
    assertThat(later.source()).isEqualTo(said);
  }
}
