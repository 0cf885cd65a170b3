package sml.gateway.observability.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Refusal;
import sml.gateway.storage.StorableText;

/**
 * An attempt without the answer it got, so that a waiting row holds no bodies.
 *
 * @param startedMs milliseconds since the request arrived, like the other two
 * @param status HTTP status of the upstream, null unless it refused
 * @param kind what the refusal meant, null unless it refused
 * @param retryAfterMs how long the model asked to be left alone, null when it did not say
 * @param joined why it joined a hedge: start, refill or rescue; null when it was asked by itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TracedAttempt(
    String model,
    long startedMs,
    @Nullable Long firstContentMs,
    long endedMs,
    String outcome,
    String detail,
    @Nullable Integer status,
    @Nullable String kind,
    @Nullable Long retryAfterMs,
    @Nullable String joined) {

  private static final int LONGEST_DETAIL = 500;

  /** The trace of this attempt. */
  public static TracedAttempt of(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Answered answered -> plain(answered, "answered", "valid content came");
      case Attempt.Refused refused -> refused(refused, refused.refusal());
      case Attempt.TimedOut late ->
          plain(
              late,
              "timed_out",
              "silent for %d ms (%s)".formatted(late.limit().toMillis(), id(late.phase())));
      case Attempt.Broken broken -> plain(broken, "broken", broken.what());
      case Attempt.Cancelled cancelled -> plain(cancelled, "cancelled", cancelled.why());
      case Attempt.NotAsked notAsked ->
          with(
              notAsked,
              "not_asked",
              notAsked.why(),
              null,
              null,
              notAsked.retryAfter() == null ? null : notAsked.retryAfter().toMillis());
    };
  }

  /** The same attempt as one of a hedge. */
  TracedAttempt joinedFor(@Nullable String reason) {
    return new TracedAttempt(
        model,
        startedMs,
        firstContentMs,
        endedMs,
        outcome,
        detail,
        status,
        kind,
        retryAfterMs,
        reason);
  }

  boolean asked() {
    return !outcome.equals("not_asked");
  }

  boolean answered() {
    return outcome.equals("answered");
  }

  /** True when it shows that the model could not be used; a fault of the request does not. */
  boolean failed() {
    return switch (outcome) {
      case "timed_out", "broken" -> true;
      case "refused" -> kind != null && kind(kind).isProvidersFault();
      default -> false;
    };
  }

  private static Refusal.Kind kind(String id) {
    return Refusal.Kind.valueOf(id.toUpperCase(Locale.ROOT));
  }

  /**
   * True when both were under way at the same time. One that was cancelled was so until another
   * answered, even if that began and ended in the same millisecond.
   */
  boolean overlaps(TracedAttempt other) {
    return cancelled() || other.cancelled()
        ? startedMs <= other.endedMs && other.startedMs <= endedMs
        : startedMs < other.endedMs && other.startedMs < endedMs;
  }

  private boolean cancelled() {
    return outcome.equals("cancelled");
  }

  private static TracedAttempt refused(Attempt attempt, Refusal refusal) {
    return with(
        attempt,
        "refused",
        refusal.message(),
        refusal.status(),
        id(refusal.kind()),
        refusal.retryAfter() == null ? null : refusal.retryAfter().toMillis());
  }

  private static TracedAttempt plain(Attempt attempt, String outcome, String detail) {
    return with(attempt, outcome, detail, null, null, null);
  }

  private static TracedAttempt with(
      Attempt attempt,
      String outcome,
      String detail,
      @Nullable Integer status,
      @Nullable String kind,
      @Nullable Long retryAfterMs) {
    return new TracedAttempt(
        attempt.candidate().ref().id(),
        attempt.timing().startedMs(),
        attempt.timing().firstContentMs(),
        attempt.timing().endedMs(),
        outcome,
        StorableText.storable(detail, LONGEST_DETAIL),
        status,
        kind,
        retryAfterMs,
        null);
  }

  private static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
