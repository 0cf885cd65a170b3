package sml.gateway.simulation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rate-limit headers as OpenAI writes them. */
public final class OpenAiLimits {
  private static final int TOKENS = 6000;

  private OpenAiLimits() {}

  /** For {@code left} of {@code limit} requests, with room again after {@code reset}. */
  public static Map<String, String> headers(int limit, int left, Duration reset) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-ratelimit-limit-requests", "" + limit);
    headers.put("x-ratelimit-remaining-requests", "" + left);
    headers.put("x-ratelimit-reset-requests", reset.toMillis() / 1000.0 + "s");
    headers.put("x-ratelimit-limit-tokens", "" + TOKENS);
    headers.put("x-ratelimit-remaining-tokens", "" + (left == 0 ? 0 : TOKENS - 1));
    headers.put("x-ratelimit-reset-tokens", "12ms");
    return headers;
  }
}
