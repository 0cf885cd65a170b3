package sml.gateway.upstream.dialect;

import static sml.gateway.upstream.dialect.FieldWords.any;
import static sml.gateway.upstream.dialect.RefusalWords.CONTEXT;
import static sml.gateway.upstream.dialect.RefusalWords.FAULTS;
import static sml.gateway.upstream.dialect.RefusalWords.FLAGGED;
import static sml.gateway.upstream.dialect.RefusalWords.GONE;
import static sml.gateway.upstream.dialect.RefusalWords.LEFT;
import static sml.gateway.upstream.dialect.RefusalWords.LIMITS;
import static sml.gateway.upstream.dialect.RefusalWords.NOT_THE_KEY;
import static sml.gateway.upstream.dialect.RefusalWords.NO_SUCH;
import static sml.gateway.upstream.dialect.RefusalWords.PASSING;
import static sml.gateway.upstream.dialect.RefusalWords.PATH;
import static sml.gateway.upstream.dialect.RefusalWords.POLICY_CODES;
import static sml.gateway.upstream.dialect.RefusalWords.PREFILL;
import static sml.gateway.upstream.dialect.RefusalWords.QUOTA;
import static sml.gateway.upstream.dialect.RefusalWords.THE_KEY;
import static sml.gateway.upstream.dialect.RefusalWords.UNPAID;
import static sml.gateway.upstream.dialect.RefusalWords.UNSERVED;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Refusal.Kind;

/** Decides what a refusal means for routing, from its status, codes and words. */
final class RefusalKind {
  private RefusalKind() {}

  /** The kind of a refusal; {@code status} is 0 when neither transport nor body named one. */
  static Kind of(int status, ErrorBody body, QuotaWords quota) {
    String codes = lower(body.code()) + " " + lower(body.type());
    String all = codes + " " + lower(body.message());
    if (any(codes, POLICY_CODES) || all.contains("content management policy")) {
      return Kind.CONTENT_POLICY;
    }
    if (any(all, FAULTS)) {
      return Kind.FAULT;
    }
    if (status == 429 || status == 498) {
      return limited(all, body, quota);
    }
    if (status == 401 || status == 403) {
      return forbidden(status, all, body, quota);
    }
    if (status == 402) {
      return quota.isLong() ? Kind.QUOTA_EXHAUSTED : Kind.PAYMENT_REQUIRED;
    }
    if (any(all, CONTEXT)) {
      return Kind.CONTEXT_TOO_LONG;
    }
    return status == 0 ? byWords(all, body, quota) : byStatus(status, all, body);
  }

  private static Kind byStatus(int status, String all, ErrorBody body) {
    return switch (status) {
      case 404, 410 -> missing(all, body.code());
      case 413 -> Kind.TOO_LARGE;
      case 400, 422 -> badRequest(all, body);
      case 408, 409, 425, 500, 502, 503, 504 -> Kind.TRANSIENT;
      default -> status >= 520 && status <= 529 ? Kind.TRANSIENT : Kind.FAULT;
    };
  }

  /** A model counts as removed only where the words name the model itself. */
  private static Kind missing(String all, @Nullable String code) {
    if (any(all, UNSERVED)) {
      return all.contains("support") ? Kind.UNSUPPORTED : Kind.FAULT;
    }
    if (any(all, PATH)) {
      return Kind.FAULT;
    }
    boolean left =
        isGone(all, code)
            || all.contains("no endpoints found for")
            || (all.contains("model") && any(all, LEFT));
    return left ? Kind.MODEL_GONE : Kind.FAULT;
  }

  private static Kind badRequest(String all, ErrorBody body) {
    if (any(all, PREFILL) || FieldWords.unknown(all)) {
      return Kind.UNSUPPORTED;
    }
    if (isGone(all, body.code())) {
      return Kind.MODEL_GONE;
    }
    if (all.contains("api key not valid") || all.contains("invalid_api_key")) {
      return Kind.UNAUTHORIZED;
    }
    if (any(all, UNPAID)) {
      return Kind.PAYMENT_REQUIRED;
    }
    if (all.contains("insufficient_quota")) {
      return Kind.QUOTA_EXHAUSTED;
    }
    return FieldWords.unsupported(all) ? Kind.UNSUPPORTED : Kind.BAD_REQUEST;
  }

  // some say with a 403 what others say with a 402 or a 429
  private static Kind forbidden(int status, String all, ErrorBody body, QuotaWords quota) {
    if (unpaid(all, quota)) {
      return Kind.PAYMENT_REQUIRED;
    }
    boolean limits =
        any(all, LIMITS) || all.contains("insufficient_quota") || all.contains("quota exceeded");
    boolean usedUp = quota.isLong() && (all.contains("limit") || all.contains("quota"));
    if (limits || usedUp) {
      return limited(all, body, quota);
    }
    if (status == 401 || any(all, THE_KEY)) {
      return Kind.UNAUTHORIZED;
    }
    if (any(all, FLAGGED)) {
      return Kind.CONTENT_POLICY;
    }
    return any(all, NOT_THE_KEY) ? Kind.FAULT : Kind.UNAUTHORIZED;
  }

  // beside a limit of minutes or hours it is advice to pay for a larger one
  private static boolean unpaid(String all, QuotaWords quota) {
    boolean isShort = quota.period() != null && !quota.isLong();
    return !isShort && any(all, UNPAID);
  }

  private static Kind limited(String all, ErrorBody body, QuotaWords quota) {
    if (all.contains("request too large")) {
      return Kind.TOO_LARGE;
    }
    if (unpaid(all, quota)) {
      return Kind.PAYMENT_REQUIRED;
    }
    boolean used =
        quota.period() == null ? "3036".equals(body.code()) || any(all, QUOTA) : quota.isLong();
    return used ? Kind.QUOTA_EXHAUSTED : Kind.RATE_LIMITED;
  }

  private static Kind byWords(String all, ErrorBody body, QuotaWords quota) {
    if ("3036".equals(body.code()) || "3040".equals(body.code()) || any(all, LIMITS)) {
      return limited(all, body, quota);
    }
    if (any(all, UNPAID)) {
      return Kind.PAYMENT_REQUIRED;
    }
    if (all.contains("insufficient_quota")) {
      return Kind.QUOTA_EXHAUSTED;
    }
    if (all.contains("invalid_api_key") || all.contains("authentication_error")) {
      return Kind.UNAUTHORIZED;
    }
    if (FieldWords.unknown(all)) {
      return Kind.UNSUPPORTED;
    }
    if (isGone(all, body.code())) {
      return Kind.MODEL_GONE;
    }
    if (any(all, PASSING)) {
      return Kind.TRANSIENT;
    }
    return all.contains("invalid_request") || all.contains("invalid_prefill")
        ? badRequest(all, body)
        : Kind.FAULT;
  }

  private static boolean isGone(String all, @Nullable String code) {
    return "5007".equals(code)
        || "3042".equals(code)
        || any(all, GONE)
        || (all.contains("model") && any(all, NO_SUCH) && !all.contains("function id"));
  }

  private static String lower(@Nullable String value) {
    return value == null ? "" : value.toLowerCase(Locale.ROOT);
  }
}
