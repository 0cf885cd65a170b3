package sml.gateway.upstream.refusal;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Refusal.Kind;

/** Decides what a refusal means for routing, from its status, codes and words. */
final class RefusalKind {
  private static final List<String> POLICY_CODES =
      List.of("content_policy", "content_filter", "responsibleaipolicyviolation");
  private static final List<String> PREFILL =
      List.of(
          "prefill",
          "last role",
          "assistant message in the last position",
          "must end with a user message",
          "last message must be");
  private static final List<String> CONTEXT =
      List.of(
          "context_length_exceeded",
          "context length",
          "context window",
          "context size",
          "maximum context",
          "current length is",
          "prompt is too long",
          "prompt too long",
          "input is too long",
          "reduce the length of the messages",
          "maximum number of tokens allowed",
          "exceeds the maximum number of tokens",
          "input token count",
          "maximum prompt length",
          "too many input tokens");
  private static final List<String> GONE =
      List.of("model_not_found", "model_decommissioned", "try pulling it", "decommissioned");
  private static final List<String> NO_SUCH =
      List.of("not found", "does not exist", "no such", "unknown model", "not a valid model");

  /** What is said of a model that left, where the status says already that something is missing. */
  private static final List<String> LEFT =
      List.of(
          "no longer",
          "retired",
          "deprecated",
          "removed",
          "discontinued",
          "shut down",
          "sunset",
          "end of life",
          "unknown",
          "not available",
          "unavailable",
          "invalid",
          "doesn't exist",
          "not exist",
          "could not be found",
          "not supported");

  /** A router of providers has the model, but nobody who may or can serve this request. */
  private static final List<String> NOBODY =
      List.of(
          "no endpoints found that",
          "no endpoints found matching",
          "no endpoints available",
          "no allowed providers",
          "no providers available",
          "data policy",
          "data policies",
          "privacy settings",
          "guardrail");

  private static final List<String> PATH =
      List.of(
          "requested url",
          "invalid url",
          "cannot post",
          "no route",
          "page not found",
          "unknown endpoint",
          "unknown path",
          "path not found",
          "unknown request url");
  private static final List<String> FLAGGED =
      List.of("moderation", "flagged", "safety system", "content policy", "usage policies");
  private static final List<String> THE_KEY =
      List.of(
          "invalid api key",
          "incorrect api key",
          "api key not valid",
          "invalid_api_key",
          "invalid key",
          "invalid token",
          "invalid credential",
          "invalid authentication",
          "expired",
          "revoked");

  /** What a 403 speaks of when it is not about the key. */
  private static final List<String> NOT_THE_KEY =
      List.of(
          "region",
          "country",
          "territory",
          "your location",
          " plan",
          "subscription",
          "upgrade",
          "paid tier",
          "free tier",
          "this model",
          "the model",
          "model access",
          "access to model",
          "for model",
          "of model",
          "model_not_allowed",
          "model_access",
          "gated",
          "license",
          "terms of",
          "attention required",
          "just a moment",
          "cloudflare",
          "firewall",
          "ip address");

  private static final List<String> QUOTA =
      List.of(
          "per day",
          "perday",
          "byday",
          "(tpd)",
          "(rpd)",
          "86400s",
          "daily",
          "per month",
          "monthly",
          "insufficient_quota",
          "exceeded your current quota, please check your plan",
          "no credit",
          "neurons",
          "free-models-per-day");
  private static final List<String> FAULTS =
      List.of("tool_use_failed", "degraded function", "single tool-calls at once");
  private static final List<String> LIMITS =
      List.of("rate_limit", "rate limit", "ratelimit", "too many requests", "resource_exhausted");
  private static final List<String> PASSING =
      List.of("overloaded", "server_error", "internal", "unavailable", "timeout", "timed out");

  private RefusalKind() {}

  /** The kind of a refusal; {@code status} is 0 when neither transport nor body named one. */
  static Kind of(int status, ErrorBody body) {
    String codes = lower(body.code()) + " " + lower(body.type());
    String all = codes + " " + lower(body.message());
    if (any(codes, POLICY_CODES) || all.contains("content management policy")) {
      return Kind.CONTENT_POLICY;
    }
    if (any(all, FAULTS)) {
      return Kind.FAULT;
    }
    if (status == 429 || status == 498) {
      return limited(all, body);
    }
    if (status == 401 || status == 403) {
      return all.contains("insufficient_quota") ? Kind.QUOTA_EXHAUSTED : forbidden(status, all);
    }
    if (status == 402) {
      return any(all, QUOTA) ? Kind.QUOTA_EXHAUSTED : Kind.PAYMENT_REQUIRED;
    }
    if (any(all, CONTEXT)) {
      return Kind.CONTEXT_TOO_LONG;
    }
    return status == 0 ? byWords(all, body) : byStatus(status, all, body);
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

  private static Kind forbidden(int status, String all) {
    if (status == 401 || any(all, THE_KEY)) {
      return Kind.UNAUTHORIZED;
    }
    if (any(all, FLAGGED)) {
      return Kind.CONTENT_POLICY;
    }
    return any(all, NOT_THE_KEY) ? Kind.FAULT : Kind.UNAUTHORIZED;
  }

  /** A model is gone only where the words speak of the model itself. */
  private static Kind missing(String all, @Nullable String code) {
    if (any(all, NOBODY)) {
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
    if (all.contains("insufficient_quota")) {
      return Kind.QUOTA_EXHAUSTED;
    }
    return FieldWords.unsupported(all) ? Kind.UNSUPPORTED : Kind.BAD_REQUEST;
  }

  private static Kind limited(String all, ErrorBody body) {
    if (all.contains("request too large")) {
      return Kind.TOO_LARGE;
    }
    boolean used =
        "3036".equals(body.code())
            || any(all, QUOTA)
            || any(lower(body.details().toString()), QUOTA);
    return used ? Kind.QUOTA_EXHAUSTED : Kind.RATE_LIMITED;
  }

  private static Kind byWords(String all, ErrorBody body) {
    if ("3036".equals(body.code()) || "3040".equals(body.code()) || any(all, LIMITS)) {
      return limited(all, body);
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

  private static boolean any(String text, List<String> words) {
    for (String word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static String lower(@Nullable String value) {
    return value == null ? "" : value.toLowerCase(Locale.ROOT);
  }
}
