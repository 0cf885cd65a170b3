package sml.gateway.testkit.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import sml.gateway.simulation.OpenAiLimits;
import sml.gateway.testkit.provider.Behaviour.LimitHeaders;

/** Rate-limit headers as the providers write them. */
final class RateHeaders {
  private static final int TOKENS = 6000;

  private RateHeaders() {}

  /**
   * The headers for {@code left} of {@code limit} requests, with room again after {@code reset}.
   *
   * @param refused the answer is a 429; some providers send their limits only then
   */
  static Map<String, String> of(
      LimitHeaders whose, int limit, int left, Duration reset, boolean refused, Instant now) {
    Map<String, String> headers = new LinkedHashMap<>();
    switch (whose) {
      case NONE -> {}
      case OPENAI -> headers.putAll(OpenAiLimits.headers(limit, left, reset));
      case GROQ -> {
        headers.putAll(OpenAiLimits.headers(limit, left, reset));
        headers.put("x-ratelimit-reset-tokens", reset.toMillis() / 1000.0 + "s");
      }
      case MISTRAL -> {
        headers.put("x-ratelimit-limit-req-minute", "" + limit);
        headers.put("x-ratelimit-remaining-req-minute", "" + left);
        headers.put("x-ratelimit-limit-tokens-minute", "" + TOKENS);
        headers.put("x-ratelimit-remaining-tokens-minute", "" + TOKENS);
      }
      case CEREBRAS -> {
        headers.put("x-ratelimit-limit-requests-day", "" + limit);
        headers.put("x-ratelimit-remaining-requests-day", "" + left);
        headers.put("x-ratelimit-reset-requests-day", "" + reset.toMillis() / 1000.0);
        headers.put("x-ratelimit-limit-tokens-minute", "" + TOKENS);
        headers.put("x-ratelimit-remaining-tokens-minute", "" + TOKENS);
        headers.put("x-ratelimit-reset-tokens-minute", "1.5");
      }
      case GITHUB -> {
        if (refused) {
          headers.put("x-ratelimit-type", "UserByModelByMinute");
          headers.put("x-ratelimit-timeremaining", "" + Math.max(1, reset.toSeconds()));
        }
      }
      case OPENROUTER -> {
        if (refused) {
          headers.put("X-RateLimit-Limit", "" + limit);
          headers.put("X-RateLimit-Remaining", "" + left);
          headers.put("X-RateLimit-Reset", "" + now.plus(reset).toEpochMilli());
        }
      }
    }
    return headers;
  }
}
