package sml.gateway.acceptance.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.acceptance.StrictServer;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.Refusal.Period;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** A used-up quota that is reported in an answer of status 200 ends with the provider's own day. */
class RefusalInGoodAnswerTest {
  private static final String DAY =
      "{\"error\":{\"code\":429,\"message\":\"All free requests per day are used up.\"}}";
  private static final String MONTH =
      "{\"error\":{\"code\":429,\"message\":\"All 1000 calls per month are used up.\"}}";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final StrictServer upstream = new StrictServer();

  @AfterEach
  void close() {
    gateway.client().send("DELETE", "/api/provider-catalog/good", "");
    upstream.close();
  }

  private void refuses(String body, String quotaReset) {
    upstream.rule(request -> new StrictServer.Refusal(200, body));
    gateway.register("good", upstream.port(), "openai", List.of("m"));
    String row = "{\"quota_reset\":\"" + quotaReset + "\"}";
    gateway.save("good", row);
  }

  private static Duration left(String quotaReset, Period period) {
    Instant now = Instant.now();
    return Duration.between(now, QuotaCalendar.of(quotaReset).end(period, now));
  }

  @ParameterizedTest
  @CsvSource({
    "America/Los_Angeles, false, false",
    "America/Los_Angeles, true, false",
    "America/Los_Angeles, true, true",
    "America/Los_Angeles, false, true",
    "Asia/Bangkok, false, false",
    "Asia/Bangkok, true, true",
    "UTC, true, false",
    "rolling, false, false",
    "rolling, true, true",
  })
  void theClientGetsTheMidnightOfTheProvider(String quotaReset, boolean stream, boolean events) {
    refuses(events ? "data: " + DAY + "\n\n" : DAY, quotaReset);
    Duration left = left(quotaReset, Period.DAY);
    Heard alone = gateway.ask(stream, "good/m");
    assertThat(alone.status()).as(alone.body()).isEqualTo(429);
    assertThat(Duration.ofSeconds(Long.parseLong(alone.headers().get("retry-after"))))
        .isBetween(left.minusMinutes(5), left.plusSeconds(2));
    assertThat(upstream.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aMonthEndsWithTheMonthOfTheProvider(boolean stream) {
    refuses(MONTH, "Pacific/Auckland");
    Duration left = left("Pacific/Auckland", Period.MONTH);
    Heard alone = gateway.ask(stream, "good/m");
    assertThat(Duration.ofSeconds(Long.parseLong(alone.headers().get("retry-after"))))
        .isBetween(left.minusMinutes(5), left.plusSeconds(2));
    assertThat(upstream.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void theModelIsNotAskedAgainThatDay(boolean stream) {
    gateway.model("spare", "m2", Behaviour.healthy());
    refuses(DAY, "Asia/Bangkok");
    assertThat(gateway.ask(stream, "good/m", "spare/m2").models()).containsExactly("m2");
    assertThat(gateway.ask(!stream, "good/m", "spare/m2").models()).containsExactly("m2");
    assertThat(upstream.asked()).hasSize(1);
  }
}
