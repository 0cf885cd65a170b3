package sml.gateway.upstream.dialect;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Kind;

/** Reads the error an upstream answered with into the words of the OpenAI envelope. */
public final class RefusalReader {
  private RefusalReader() {}

  /**
   * Reads a refusal.
   *
   * @param status the HTTP status; below 400 when the error came inside a good answer, in which
   *     case the body decides
   * @param headers of the answer, names in any case
   * @param body any shape, also HTML, text or nothing
   * @param calendar when the quotas of this provider are full again
   */
  public static Refusal read(
      int status, Map<String, String> headers, byte[] body, QuotaCalendar calendar, Instant now) {
    ErrorBody error = ErrorBody.of(body);
    Map<String, String> named = lower(headers, status);
    QuotaWords quota = QuotaWords.of(error, named);
    int given = status >= 400 || (status >= 300 && error.status() == 0) ? status : error.status();
    Kind kind = RefusalKind.of(given, error, quota);
    int shown = given == 0 ? statusOf(kind) : given;
    String message =
        error.message().isEmpty() ? "The upstream answered " + shown + "." : error.message();
    return new Refusal(
        shown,
        kind,
        message,
        error.type(),
        error.code(),
        error.param(),
        RetryAfter.of(kind, quota, error, named, calendar, now),
        isOfQuota(kind) ? quota.period() : null,
        isOfQuota(kind) ? quota.scope() : null);
  }

  private static boolean isOfQuota(Kind kind) {
    return kind == Kind.RATE_LIMITED
        || kind == Kind.QUOTA_EXHAUSTED
        || kind == Kind.PAYMENT_REQUIRED;
  }

  /** True when a body that came with a good status, and without choices, is an error. */
  public static boolean isError(byte[] body) {
    return ErrorBody.isError(body);
  }

  /** Names in lower case; headers of a good answer say nothing about throttling. */
  private static Map<String, String> lower(Map<String, String> headers, int status) {
    Map<String, String> lower = HashMap.newHashMap(headers.size());
    if (status >= 400) {
      headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    }
    return lower;
  }

  private static int statusOf(Kind kind) {
    return switch (kind) {
      case RATE_LIMITED, QUOTA_EXHAUSTED -> 429;
      case UNAUTHORIZED -> 401;
      case PAYMENT_REQUIRED -> 402;
      case CONTEXT_TOO_LONG, CONTENT_POLICY, BAD_REQUEST, UNSUPPORTED, ADDITION_REFUSED -> 400;
      case TOO_LARGE -> 413;
      case MODEL_GONE -> 404;
      case FAULT -> 502;
      case TRANSIENT -> 503;
    };
  }
}
