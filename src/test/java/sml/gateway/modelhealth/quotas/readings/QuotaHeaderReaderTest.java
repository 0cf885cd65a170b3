package sml.gateway.modelhealth.quotas.readings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaHeaderReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final QuotaSource SOURCE = QuotaSource.header("compared by itself", 0);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // provider | bare "requests" means | headers | quota | limit | remaining | reset in ms
        "openai   | RPM | x-ratelimit-limit-requests=500;x-ratelimit-remaining-requests=499;"
            + "x-ratelimit-reset-requests=12ms | RPM | 500 | 499 | 12",
        "openai go | RPM | x-ratelimit-limit-tokens=9000;x-ratelimit-remaining-tokens=0;"
            + "x-ratelimit-reset-tokens=1m30s | TPM | 9000 | 0 | 90000",
        "azure    | RPM | x-ratelimit-limit-tokens=10;x-ratelimit-remaining-tokens=3;"
            + "x-ratelimit-reset-tokens=7;x-ratelimit-renewalperiod-tokens=60"
            + " | TPM | 10 | 3 | 7000",
        "groq day | RPD | x-ratelimit-limit-requests=14400;x-ratelimit-remaining-requests=14370;"
            + "x-ratelimit-reset-requests=2m59.56s | RPD | 14400 | 14370 | 179560",
        "groq min | RPD | x-ratelimit-limit-tokens=18000;x-ratelimit-remaining-tokens=17997;"
            + "x-ratelimit-reset-tokens=17.399999999s | TPM | 18000 | 17997 | 17399",
        "cerebras | RPM | x-ratelimit-limit-requests-day=14400;"
            + "x-ratelimit-remaining-requests-day=1;"
            + "x-ratelimit-reset-requests-day=33011.382867 | RPD | 14400 | 1 | 33011382",
        "cerebras tokens | RPM | x-ratelimit-limit-tokens-minute=60000;"
            + "x-ratelimit-remaining-tokens-minute=59000;"
            + "x-ratelimit-reset-tokens-minute=11.38 | TPM | 60000 | 59000 | 11380",
        "cerebras hour | RPM | x-ratelimit-remaining-requests-hour=0 | RPH | - | 0 | -",
        "sambanova | RPM | x-ratelimit-limit-requests-day=20;"
            + "x-ratelimit-remaining-requests-day=0;x-ratelimit-reset-requests-day=4h17m"
            + " | RPD | 20 | 0 | 15420000",
        "mistral  | RPM | x-ratelimit-limit-req-10-second=6;"
            + "x-ratelimit-remaining-req-10-second=5 | REQUESTS_PER_10_SECONDS | 6 | 5 | -",
        "mistral minute | RPM | x-ratelimit-limit-req-minute=60;"
            + "x-ratelimit-remaining-req-minute=59;x-ratelimit-tokens-query-cost=12"
            + " | RPM | 60 | 59 | -",
        "mistral month | RPM | x-ratelimit-remaining-tokens-month=900"
            + " | TOKENS_PER_MONTH | - | 900 | -",
        "together | RPM | x-ratelimit-limit=10;x-ratelimit-remaining=9;x-ratelimit-reset=1"
            + " | RPM | 10 | 9 | 1000",
        "together tokens | RPM | x-tokenlimit-limit=3000;x-tokenlimit-remaining=2000"
            + " | TPM | 3000 | 2000 | -",
        "openrouter | RPM | x-ratelimit-limit=50;x-ratelimit-remaining=0;"
            + "x-ratelimit-reset=1795564800000 | RPD | 50 | 0 | 50400000",
        "github   | RPM | x-ratelimit-type=UserByModelByDay;retry-after=5631"
            + " | RPD | - | 0 | 5631000",
        "anthropic | RPM | anthropic-ratelimit-requests-limit=50;"
            + "anthropic-ratelimit-requests-remaining=49;"
            + "anthropic-ratelimit-requests-reset=2026-11-24T10:00:05Z | RPM | 50 | 49 | 5000",
        "cohere   | RPM | x-trial-endpoint-call-limit=40 | RPM | 40 | - | -",
        "cohere month | RPM | x-endpoint-monthly-call-limit=1000"
            + " | REQUESTS_PER_MONTH | 1000 | - | -",
        "digitalocean | RPM | x-ratelimit-limit-tokens-per-day=1000;"
            + "x-ratelimit-remaining-tokens-per-day=10;"
            + "x-ratelimit-reset-tokens-per-day=1795518000 | TPD | 1000 | 10 | 3600000",
      })
  void itReads(
      String provider,
      Quota requests,
      String headers,
      Quota quota,
      Long limit,
      Long left,
      Long ms) {
    assertThat(QuotaHeaderReader.read(parse(headers), requests, NOW))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source")
        .containsExactly(new QuotaReading(quota, limit, left, ms, SOURCE));
  }

  @Test
  void retryAfterOnAnAnswerIsNoQuota() {
    var headers = Map.of("retry-after", "30", "inference-id", "x", "x-ratelimit-limit-foo", "1");
    assertThat(QuotaHeaderReader.read(headers, Quota.RPM, NOW)).isEmpty();
  }

  @Test
  void nonsenseIsIgnored() {
    var headers = Map.of("x-ratelimit-limit-requests", "many", "x-ratelimit-", "1");
    assertThat(QuotaHeaderReader.read(headers, Quota.RPM, NOW)).isEmpty();
  }

  private static Map<String, String> parse(String headers) {
    Map<String, String> parsed = new LinkedHashMap<>();
    for (String header : headers.split(";")) {
      int equals = header.indexOf('=');
      parsed.put(header.substring(0, equals), header.substring(equals + 1));
    }
    return parsed;
  }

  @Test
  void theSourceIsTheHeaderOfTheLimit() {
    var headers =
        Map.of("x-ratelimit-remaining-requests-day", "3", "x-ratelimit-limit-requests-day", "9");
    assertThat(QuotaHeaderReader.read(headers, Quota.RPM, NOW))
        .extracting(QuotaReading::source)
        .containsExactly(
            new QuotaSource(
                QuotaSource.Kind.HEADER, "x-ratelimit-limit-requests-day", NOW.toEpochMilli()));
  }
}
