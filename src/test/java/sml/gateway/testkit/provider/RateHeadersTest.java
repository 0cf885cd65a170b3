package sml.gateway.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.testkit.provider.Behaviour.LimitHeaders;

class RateHeadersTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_767_225_600);

  private static Map<String, String> headers(LimitHeaders whose, boolean refused) {
    return RateHeaders.of(whose, 10, refused ? 0 : 4, Duration.ofMillis(7660), refused, NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, x-ratelimit-remaining-requests, 4",
    "OPENAI, x-ratelimit-reset-requests, 7.66s",
    "GROQ, x-ratelimit-reset-tokens, 7.66s",
    "MISTRAL, x-ratelimit-remaining-req-minute, 4",
    "CEREBRAS, x-ratelimit-remaining-requests-day, 4",
    "CEREBRAS, x-ratelimit-reset-requests-day, 7.66"
  })
  void aProviderWritesWhatIsLeftInItsOwnWay(LimitHeaders whose, String header, String value) {
    assertThat(headers(whose, false)).containsEntry(header, value);
  }

  @Test
  void someProvidersSendTheirLimitsOnlyWhenTheyRefuse() {
    assertThat(headers(LimitHeaders.GITHUB, false)).isEmpty();
    assertThat(headers(LimitHeaders.OPENROUTER, false)).isEmpty();
    assertThat(headers(LimitHeaders.GITHUB, true)).containsEntry("x-ratelimit-timeremaining", "7");
    assertThat(headers(LimitHeaders.OPENROUTER, true))
        .containsEntry("X-RateLimit-Reset", "" + NOW.plusMillis(7660).toEpochMilli());
    assertThat(headers(LimitHeaders.NONE, true)).isEmpty();
  }
}
