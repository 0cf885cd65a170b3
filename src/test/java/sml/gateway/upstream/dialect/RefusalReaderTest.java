package sml.gateway.upstream.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Kind;

class RefusalReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":\"p\",\"code\":\"c\"}} | m | t | c",
        "{\"object\":\"error\",\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":\"3230\"} |"
            + " m | t | 3230",
        "{\"object\":\"error\",\"message\":{\"detail\":[{\"loc\":[\"body\",\"n\"],\"msg\":\"m\",\"type\":\"x\"}]},\"type\":\"t\",\"code\":3001}"
            + " | m (body.n) | t | 3001",
        "{\"message\":\"m\",\"type\":\"t\",\"param\":\"q\",\"code\":\"c\"} | m | t | c",
        "{\"id\":\"1\",\"message\":\"m\"} | m | |",
        "[{\"error\":{\"code\":400,\"message\":\"m\",\"status\":\"INVALID_ARGUMENT\"}}] | m |"
            + " INVALID_ARGUMENT | 400",
        "{\"error\":{\"message\":\"m\",\"code\":400,\"metadata\":{\"raw\":\"r\"}},\"user_id\":\"u\"}"
            + " | m: r | | 400",
        "{\"error\":{\"message\":\"m\",\"metadata\":{\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"r\\\"}}\"}}}"
            + " | m: r | |",
        "{\"error\":\"m\"} | m | |",
        "{\"code\":\"c\",\"error\":\"m\"} | m | | c",
        "{\"status\":400,\"title\":\"Bad Request\"} | Bad Request | 400 |",
        "{\"status\":400,\"title\":\"Bad Request\",\"detail\":\"m\"} | m | 400 |",
        "{\"detail\":\"m\"} | m | |",
        "{\"detail\":[{\"loc\":[\"body\",0],\"msg\":\"m\",\"type\":\"x\"},{\"msg\":\"k\"}]} | m"
            + " (body.0); k | |",
        "{\"result\":null,\"success\":false,\"errors\":[{\"code\":7009,\"message\":\"m\"}],\"messages\":[]}"
            + " | m | | 7009",
        "<html><head><title>502 Bad Gateway</title></head><body>x</body></html> | 502 Bad Gateway |"
            + " |",
        "no healthy upstream | no healthy upstream | |",
        "{\"error\":{\"message\":\"see <a href='x'>here</a>\"}} | see here | |",
        "## | The upstream answered 400. | |",
        "{} | The upstream answered 400. | |",
      })
  void everyShapeBecomesTheEnvelope(String body, String message, String type, String code) {
    Refusal refusal = read(400, body);
    assertThat(refusal.message()).isEqualTo(message);
    assertThat(refusal.type()).isEqualTo("400".equals(type) ? "400" : type);
    assertThat(refusal.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "400 | BAD_REQUEST | {\"error\":{\"message\":\"bad temperature\"}}",
        "422 | UNSUPPORTED | {\"message\":\"extra_forbidden\"}",
        "400 | FAULT | {\"error\":{\"message\":\"Failed to call a"
            + " function\",\"code\":\"tool_use_failed\"}}",
        "400 | FAULT | {\"status\":400,\"detail\":\"Function id 'x': DEGRADED function cannot be"
            + " invoked\"}",
        "400 | FAULT | {\"error\":\"This model only supports single tool-calls at once!\"}",
        "400 | CONTENT_POLICY |"
            + " {\"error\":{\"code\":\"content_policy_violation\",\"message\":\"no\"}}",
        "400 | CONTENT_POLICY |"
            + " {\"error\":{\"type\":null,\"code\":\"content_filter\",\"status\":400,\"message\":\"no\"}}",
        "400 | CONTEXT_TOO_LONG |"
            + " {\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"x\"}}",
        "400 | CONTEXT_TOO_LONG | {\"message\":\"Please reduce. Current length is 9000 while limit"
            + " is 8192\"}",
        "400 | CONTEXT_TOO_LONG | {\"error\":{\"message\":\"This model's maximum context length is"
            + " 8192 tokens.\"}}",
        "400 | CONTEXT_TOO_LONG | [{\"error\":{\"message\":\"The input token count (9) exceeds the"
            + " maximum number of tokens allowed (8).\"}}]",
        "400 | UNSUPPORTED | {\"error\":{\"code\":\"invalid_prefill\",\"message\":\"no\"}}",
        "400 | UNSUPPORTED | {\"message\":\"Expected last role User or Tool (or Assistant with"
            + " prefix True)\"}",
        "400 | MODEL_GONE | {\"errors\":[{\"code\":5007,\"message\":\"No such model\"}]}",
        "400 | MODEL_GONE | {\"error\":{\"message\":\"The model `x` does not exist\"}}",
        "404 | MODEL_GONE | {\"error\":{\"message\":\"model 'x' not found, try pulling it"
            + " first\"}}",
        "410 | FAULT | ##",
        "401 | UNAUTHORIZED | {\"error\":{\"message\":\"bad key\"}}",
        "403 | CONTENT_POLICY | {\"error\":{\"message\":\"moderation\",\"code\":403}}",
        "400 | UNAUTHORIZED | [{\"error\":{\"code\":400,\"message\":\"API key not valid. Please"
            + " pass a valid API key.\"}}]",
        "402 | PAYMENT_REQUIRED | {\"error\":{\"message\":\"This request requires more credits, or"
            + " fewer max_tokens. You requested up to 65536 tokens\",\"code\":402}}",
        "402 | QUOTA_EXHAUSTED | {\"error\":\"You have exceeded your monthly included credits for"
            + " Inference Providers.\"}",
        "413 | TOO_LARGE | {\"error\":{\"message\":\"Request too large for model on tokens per"
            + " minute (TPM): Limit 6000, Requested 14368\",\"code\":\"rate_limit_exceeded\"}}",
        "413 | TOO_LARGE | {\"error\":{\"code\":\"tokens_limit_reached\",\"message\":\"max"
            + " 8000\"}}",
        "429 | RATE_LIMITED | {\"error\":{\"message\":\"Rate limit reached on tokens per minute"
            + " (TPM): Limit 6000. Please try again in 4.77s.\"}}",
        "429 | QUOTA_EXHAUSTED | {\"error\":{\"message\":\"Rate limit reached on tokens per day"
            + " (TPD): Limit 100000\"}}",
        "429 | QUOTA_EXHAUSTED | {\"error\":{\"code\":\"RateLimitReached\",\"message\":\"Rate limit"
            + " of 50 per 86400s exceeded for UserByModelByDay.\"}}",
        "429 | QUOTA_EXHAUSTED | {\"errors\":[{\"code\":3036,\"message\":\"you have used up your"
            + " daily free allocation\"}]}",
        "429 | RATE_LIMITED | {\"errors\":[{\"code\":3040,\"message\":\"No more data centers to"
            + " forward the request to\"}]}",
        "429 | QUOTA_EXHAUSTED |"
            + " [{\"error\":{\"message\":\"quota\",\"details\":[{\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}]}]}}]",
        "429 | RATE_LIMITED | {\"status\":429,\"title\":\"Too Many Requests\"}",
        "408 | TRANSIENT | ##",
        "409 | TRANSIENT | ##",
        "425 | TRANSIENT | ##",
        "500 | TRANSIENT | ##",
        "502 | TRANSIENT | <html>",
        "503 | TRANSIENT | ##",
        "504 | TRANSIENT | ##",
        "522 | TRANSIENT | ##",
        "529 | TRANSIENT | ##",
        "405 | FAULT | ##",
        "501 | FAULT | ##",
        "302 | FAULT | ##",
        "200 | RATE_LIMITED | {\"error\":{\"message\":\"x\",\"code\":429}}",
        "200 | FAULT | {\"error\":{\"message\":\"strange\"}}",
        "200 | CONTENT_POLICY |"
            + " {\"error\":{\"code\":\"content_filter\",\"status\":400,\"message\":\"x\"}}",
      })
  void theKindIsWhatItMeansForRouting(int status, Kind kind, String body) {
    assertThat(read(status, body).kind()).isEqualTo(kind);
  }

  @Test
  void theStatusInsideAGoodAnswerComesFromTheBody() {
    assertThat(read(200, "{\"error\":{\"message\":\"x\",\"code\":429}}").status()).isEqualTo(429);
    assertThat(read(200, "{\"error\":{\"message\":\"x\",\"code\":\"503\"}}").status())
        .isEqualTo(503);
    assertThat(read(200, "{\"error\":\"strange\"}").status()).isEqualTo(502);
    assertThat(read(418, "{\"error\":{\"message\":\"x\",\"code\":429}}").status()).isEqualTo(418);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "429 | retry-after-ms | 1500 | {} | PT1.5S",
        "429 | Retry-After | 2 | {} | PT2S",
        "503 | retry-after | 0.5 | {} | PT0.5S",
        "429 | retry-after | Tue, 24 Nov 2026 12:00:30 GMT | {} | PT30S",
        "429 | x | y |"
            + " [{\"error\":{\"message\":\"m\",\"details\":[{\"a\":1},{\"retryDelay\":\"21s\"}]}}]"
            + " | PT21S",
        "429 | x | y |"
            + " {\"error\":{\"message\":\"m\",\"metadata\":{\"headers\":{\"X-RateLimit-Reset\":\"1795521660000\"}}}}"
            + " | PT1M",
        "429 | x-ratelimit-reset-requests | 2m59.5s | {} | PT2M59.5S",
        "503 | x-ratelimit-reset-requests | 2m59.5s | {} |",
        "429 | x | y | {\"error\":{\"message\":\"Please try again in 4.77s. More.\"}} | PT4.77S",
        "429 | x | y | {\"error\":{\"message\":\"Please try again in 1m2s.\"}} | PT1M2S",
        "429 | x | y | {\"error\":{\"message\":\"Please wait 5631 seconds before retrying.\"}} |"
            + " PT1H33M51S",
        "429 | x | y | {\"error\":{\"message\":\"Rate limit exceeded. Please retry after"
            + " 2026-11-24T12:00:10Z\"}} | PT10S",
        "429 | x | y | {\"error\":{\"message\":\"Please retry in 34.5s.\"}} | PT34.5S",
        "429 | x | y | {\"error\":{\"message\":\"try again in 2 minutes\"}} | PT2M",
        "429 | x | y | {\"error\":{\"message\":\"no idea\"}} |",
        "200 | retry-after | 30 | {\"error\":{\"message\":\"x\",\"code\":429}} |",
      })
  void theTimeToWaitIsFoundWhereverItIsStated(
      int status, String header, String value, String body, Duration expected) {
    Refusal refusal =
        RefusalReader.read(
            status, Map.of(header, value), body.getBytes(UTF_8), QuotaCalendar.UTC, NOW);
    assertThat(refusal.retryAfter()).isEqualTo(expected);
  }

  @Test
  void ofSeveralResetsTheOneOfTheEmptyWindowCounts() {
    var headers =
        Map.of(
            "x-ratelimit-reset-requests", "1h",
            "x-ratelimit-remaining-requests", "0",
            "x-ratelimit-reset-tokens", "2s",
            "x-ratelimit-remaining-tokens", "50");
    assertThat(RefusalReader.read(429, headers, new byte[0], QuotaCalendar.UTC, NOW).retryAfter())
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aLongMessageIsCutWithoutHalvingACharacter() {
    String message = read(500, "🙂".repeat(5000)).message();
    assertThat(message).hasSizeLessThanOrEqualTo(1000).endsWith("🙂…");
  }

  private static Refusal read(int status, String body) {
    return RefusalReader.read(status, Map.of(), body.getBytes(UTF_8), QuotaCalendar.UTC, NOW);
  }
}
