package sml.gateway.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream said instead of answering, in the words of the OpenAI error envelope.
 *
 * @param status HTTP status of the upstream, or the one that fits when it sent none
 * @param kind what it means for routing
 * @param retryAfter how long the upstream asks to be left alone, or until a quota that is used up
 *     is full again; null when neither is known
 * @param period over which time the quota counts that is used up, null when it did not say
 * @param scope whose quota it is, null when it did not say
 */
public record Refusal(
    int status,
    Kind kind,
    String message,
    @Nullable String type,
    @Nullable String code,
    @Nullable String param,
    @Nullable Duration retryAfter,
    @Nullable Period period,
    @Nullable Scope scope) {

  /** A refusal that says nothing of a quota. */
  public Refusal(
      int status,
      Kind kind,
      String message,
      @Nullable String type,
      @Nullable String code,
      @Nullable String param,
      @Nullable Duration retryAfter) {
    this(status, kind, message, type, code, param, retryAfter, null, null);
  }

  /** The same with another time to wait. */
  public Refusal after(@Nullable Duration wait) {
    return new Refusal(status, kind, message, type, code, param, wait, period, scope);
  }

  /** Over which time a quota counts. */
  public enum Period {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH
  }

  /** Whose quota it is. */
  public enum Scope {
    /** One model's; others of the provider have their own. */
    MODEL,
    /** One key's. */
    KEY,
    /** The account's that the keys belong to, or of one address. */
    ACCOUNT,
    /** The whole provider's: it is short of capacity itself. */
    PROVIDER
  }

  /** What a refusal means, whatever its HTTP status. */
  public enum Kind {
    /** Too many requests or tokens for now. */
    RATE_LIMITED,
    /** A daily or monthly quota is used up. */
    QUOTA_EXHAUSTED,
    /**
     * 401/403: the key, the permission or a moderation filter; which one is verified separately.
     */
    UNAUTHORIZED,
    /** 402: credit needed. */
    PAYMENT_REQUIRED,
    /** The prompt is longer than the model's context. */
    CONTEXT_TOO_LONG,
    /** The request is larger than this provider takes per minute or per request. */
    TOO_LARGE,
    /** The provider's content policy refuses the prompt. */
    CONTENT_POLICY,
    /** Every provider would refuse this request. */
    BAD_REQUEST,
    /**
     * The provider does not know or support something the client sent, such as a field; another one
     * may.
     */
    UNSUPPORTED,
    /**
     * The provider refuses something that the gateway has added to the request and the client did
     * not send; {@link Refusal#param} names it. The same model is asked again without it.
     */
    ADDITION_REFUSED,
    /** The provider does not have this model (any more). */
    MODEL_GONE,
    /** A provider or model fault, sent as 4xx or 5xx. */
    FAULT,
    /** 408/409/5xx that may pass by itself. */
    TRANSIENT;

    /** True when it may hold for other models of the same provider, too. */
    public boolean isProvidersFault() {
      return switch (this) {
        case RATE_LIMITED, QUOTA_EXHAUSTED, UNAUTHORIZED, PAYMENT_REQUIRED, FAULT, TRANSIENT ->
            true;
        case CONTEXT_TOO_LONG,
            TOO_LARGE,
            CONTENT_POLICY,
            BAD_REQUEST,
            UNSUPPORTED,
            ADDITION_REFUSED,
            MODEL_GONE ->
            false;
      };
    }
  }
}
