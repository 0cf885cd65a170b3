package sml.gateway.learning.rests;

/**
 * Why a model has to rest.
 *
 * @param status its word in {@code health_logs}: {@code error}, {@code rate_limited}, {@code
 *     quota_exhausted} or {@code blacklisted}
 * @param error what the upstream said, shortened
 */
public record Cause(String status, String error) {
  private static final int LONGEST = 300;

  public Cause {
    error = error.length() > LONGEST ? error.substring(0, LONGEST) : error;
  }
}
