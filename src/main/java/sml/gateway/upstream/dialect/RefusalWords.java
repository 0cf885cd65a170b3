package sml.gateway.upstream.dialect;

import java.util.List;

/** Words of providers that distinguish refusals, in lower case. */
final class RefusalWords {
  static final List<String> POLICY_CODES =
      List.of("content_policy", "content_filter", "responsibleaipolicyviolation");
  static final List<String> PREFILL =
      List.of(
          "prefill",
          "last role",
          "assistant message in the last position",
          "must end with a user message",
          "last message must be");
  static final List<String> CONTEXT =
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
  static final List<String> GONE =
      List.of("model_not_found", "model_decommissioned", "try pulling it", "decommissioned");
  static final List<String> NO_SUCH =
      List.of("not found", "does not exist", "no such", "unknown model", "not a valid model");

  /** Words for a removed model, where the status says already that something is missing. */
  static final List<String> LEFT =
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

  /** A router of providers has the model, but no provider that may or can serve this request. */
  static final List<String> UNSERVED =
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

  static final List<String> PATH =
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
  static final List<String> FLAGGED =
      List.of("moderation", "flagged", "safety system", "content policy", "usage policies");
  static final List<String> THE_KEY =
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
  static final List<String> NOT_THE_KEY =
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

  static final List<String> QUOTA =
      List.of(
          "insufficient_quota", "exceeded your current quota, please check your plan", "no credit");
  static final List<String> UNPAID =
      List.of(
          "insufficient balance",
          "insufficient_balance",
          "balance is insufficient",
          "balance insufficient",
          "insufficient credit",
          "insufficient_credit",
          "insufficient funds",
          "not enough credit",
          "not enough balance",
          "credit balance is too low",
          "out of credits",
          "credits have expired",
          "payment method",
          "payment_method",
          "payment required",
          "payment_required",
          "billing_not_active",
          "check your billing details",
          "arrear",
          "overdue",
          "freetieronly",
          "free tier of the model has been exhausted",
          "余额不足",
          "欠费");
  static final List<String> FAULTS =
      List.of("tool_use_failed", "degraded function", "single tool-calls at once");
  static final List<String> LIMITS =
      List.of("rate_limit", "rate limit", "ratelimit", "too many requests", "resource_exhausted");
  static final List<String> PASSING =
      List.of("overloaded", "server_error", "internal", "unavailable", "timeout", "timed out");

  private RefusalWords() {}
}
