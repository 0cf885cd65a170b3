package sml.gateway.acceptance.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.Refusal.Period;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;

/** How long a model is left alone after a refusal, and what the client hears of it. */
class QuotaResetTest {
  private static final String GOOGLE =
      "Quota exceeded for GenerateRequestsPerDayPerProjectPerModel. Please retry in 21s.";
  private static final String CREDITS = "You have exceeded your monthly included credits.";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  @BeforeEach
  void begin() {
    gateway.model("spare", "m", Behaviour.healthy());
  }

  private void refusing(Fault.Status refusal) {
    gateway.model("tight", "a", Behaviour.always(refusal));
    gateway.model("tight", "b", Behaviour.healthy());
  }

  private int asked(String model) {
    return gateway.simulated("tight").count(model);
  }

  private void resets(String when) {
    gateway.save("tight", "{\"quota_reset\":\"" + when + "\"}");
  }

  private static Duration retryAfter(Heard heard) {
    return Duration.ofSeconds(Long.parseLong(heard.headers().getOrDefault("retry-after", "-1")));
  }

  /** A zone in which the day is young or old enough that midnight is half a day away. */
  private static ZoneOffset atNoon() {
    int hour = Instant.now().atOffset(ZoneOffset.UTC).getHour();
    return ZoneOffset.ofHours(12 - hour);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDailyQuotaIsNotMadeShortByTheDelayOfTheMinute(boolean stream) {
    refusing(Fault.status(429).message(GOOGLE).header("retry-after", "21"));
    resets(atNoon().getId());
    assertThat(gateway.ask(stream, "tight/a", "spare/m").models()).containsExactly("m");
    assertThat(gateway.ask(stream, "tight/a", "spare/m").models()).containsExactly("m");
    assertThat(asked("a")).isEqualTo(1);
    Heard alone = gateway.ask(stream, "tight/a");
    assertThat(alone.status()).isEqualTo(503);
    assertThat(retryAfter(alone)).isBetween(Duration.ofHours(10), Duration.ofHours(13));
    assertThat(asked("a")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theClientLearnsWhenADailyQuotaIsFullAgain(boolean stream) {
    refusing(Fault.status(429).message("You have used all free requests per day."));
    resets(atNoon().getId());
    Heard alone = gateway.ask(stream, "tight/a");
    assertThat(alone.status()).isEqualTo(429);
    assertThat(retryAfter(alone)).isBetween(Duration.ofHours(10), Duration.ofHours(13));
    assertThat(asked("a")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMonthlyQuotaEndsWithTheMonthOfItsProvider(boolean stream) {
    refusing(Fault.status(429).message("All 1000 calls per month are used up."));
    resets("Asia/Bangkok");
    Instant now = Instant.now();
    Duration left = Duration.between(now, QuotaCalendar.of("Asia/Bangkok").end(Period.MONTH, now));
    Heard alone = gateway.ask(stream, "tight/a");
    assertThat(retryAfter(alone)).isBetween(left.minusMinutes(5), left.plusSeconds(1));
    assertThat(asked("a")).isEqualTo(1);
  }

  @Test
  void aRollingQuotaTakesAShortDelayAtItsWord() {
    refusing(
        Fault.status(429)
            .message("You have used all free requests per day.")
            .header("retry-after", "90"));
    resets("rolling");
    assertThat(retryAfter(gateway.ask(false, "tight/a"))).isEqualTo(Duration.ofSeconds(90));
    assertThat(asked("a")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry-after | 1200 | no | 1200",
        "x-ms-retry-after-ms | 1200000 | no | 1200",
        "ratelimit-reset | 1200 | no | 1200",
        "ratelimit | limit=5, remaining=0, reset=1200 | no | 1200",
        "x-ratelimit-reset-requests | 20m0s | no | 1200",
        "x-other | x | Please try again in 20 minutes. | 1200",
        "retry-after | 1 | Please try again in 20 minutes. | 1200",
        "x-other | x | Try again in 27h41m36s. | 99696",
        "x-other | x | It resets in 3 days. | 259200",
        "x-other | x | It resets in 1d2h. | 93600",
      })
  void aWaitBeyondTheTimeLimitGoesOnAtOnceHoweverItIsWritten(
      String header, String value, String words, long seconds) {
    refusing(Fault.status(429).message(words).header(header, value));
    assertThat(gateway.ask(true, "tight/a", "spare/m").models()).containsExactly("m");
    assertThat(asked("a")).isEqualTo(1);
    Heard alone = gateway.ask(false, "tight/a");
    assertThat(retryAfter(alone).toSeconds()).isBetween(seconds - 300, seconds);
    // a model that is named gets one try in each request unless its window is known to be empty
    assertThat(asked("a")).isBetween(1, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {402, 429, 403})
  void anAccountWithoutCreditIsNotAskedForItsOtherModels(int status) {
    refusing(Fault.status(status).message(CREDITS + " The quota exceeded belongs to the account."));
    assertThat(gateway.ask(false, "tight/a", "spare/m").models()).containsExactly("m");
    assertThat(gateway.ask(true, "tight/b", "spare/m").models()).containsExactly("m");
    assertThat(asked("a")).isEqualTo(1);
    assertThat(asked("b")).isZero();
  }

  @Test
  void aDailyQuotaOfAModelLeavesTheOthersAlone() {
    refusing(Fault.status(429).message("Requests per day used up for this model."));
    assertThat(gateway.ask(false, "tight/a", "spare/m").models()).containsExactly("m");
    assertThat(gateway.ask(false, "tight/b", "spare/m").models()).containsExactly("b");
  }

  @Test
  void aMissingPaymentIsNotTriedAgainWithinARequest() {
    refusing(Fault.status(402).message("A payment method is required."));
    assertThat(gateway.ask(false, "tight/a", "spare/m").models()).containsExactly("m");
    Heard alone = gateway.ask(false, "tight/a");
    assertThat(retryAfter(alone)).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
    assertThat(asked("a")).isEqualTo(2);
  }

  @Test
  void theRowSaysWhenQuotasAreFullAgain() {
    refusing(Fault.status(429));
    resets("America/Los_Angeles");
    Heard row = gateway.client().send("GET", "/api/provider-catalog/tight", "");
    assertThat(row.body()).contains("\"quota_reset\":\"America/Los_Angeles\"");
    Heard wrong =
        gateway
            .client()
            .send("PUT", "/api/provider-catalog/tight", "{\"quota_reset\":\"Mars/Base\"}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body()).contains("quota_reset");
  }
}
