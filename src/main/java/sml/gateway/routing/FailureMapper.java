package sml.gateway.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.chat.GatewayException.UpstreamFailed;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Kind;

/** Maps the failures of a plan that has no answer to the error the client gets. */
final class FailureMapper {
  private FailureMapper() {}

  /**
   * True when asking further candidates makes no sense: the request is at fault, which one model's
   * word proves if it was named and two that say the same otherwise, or a content policy refused a
   * request that named its models.
   */
  static boolean isFinal(Plan plan) {
    if (plan.explicit() && hasAny(plan, Kind.CONTENT_POLICY)) {
      return true;
    }
    if (plan.sent() != null) {
      return false;
    }
    if (plan.explicit()) {
      return hasAny(plan, Kind.BAD_REQUEST);
    }
    List<String> faults =
        plan.attempts().stream()
            .filter(attempt -> kind(attempt) == Kind.BAD_REQUEST)
            .map(attempt -> ((Attempt.Refused) attempt).refusal().message())
            .toList();
    return faults.stream().distinct().count() < faults.size();
  }

  private static boolean hasAny(Plan plan, Kind kind) {
    return plan.attempts().stream().anyMatch(attempt -> kind(attempt) == kind);
  }

  /** The error for a plan that ended without an answer. */
  static GatewayException of(Plan plan) {
    List<Attempt> attempts =
        plan.attempts().stream()
            .filter(a -> !(a instanceof Attempt.Cancelled) && !a.isAdditionRefused())
            .toList();
    Duration soonest = soonest(attempts);
    Optional<Refusal> clients =
        attempts.reversed().stream()
            .filter(attempt -> isTheRequests(kind(attempt)))
            .map(attempt -> ((Attempt.Refused) attempt).refusal())
            .findFirst();
    if (clients.isPresent()) {
      return new UpstreamFailed(clients.get());
    }
    Optional<Attempt> last =
        attempts.reversed().stream().filter(a -> !(a instanceof Attempt.NotAsked)).findFirst();
    if (last.isEmpty()) {
      String why =
          attempts.isEmpty()
              ? "no candidate is left"
              : ((Attempt.NotAsked) attempts.getLast()).why();
      return new NoModelFits("No model could be asked: " + why + ".", soonest);
    }
    return new UpstreamFailed(failed(last.get(), attempts, soonest));
  }

  /** Failures that changing the request would mend; they go back as they came. */
  private static boolean isTheRequests(@Nullable Kind kind) {
    return kind == Kind.CONTENT_POLICY
        || kind == Kind.BAD_REQUEST
        || kind == Kind.UNSUPPORTED
        || kind == Kind.CONTEXT_TOO_LONG
        || kind == Kind.TOO_LARGE;
  }

  private static Refusal failed(Attempt last, List<Attempt> attempts, @Nullable Duration soonest) {
    String who = last.candidate().ref().id();
    return switch (last) {
      case Attempt.Refused refused -> refused(refused.refusal(), who, attempts, soonest);
      case Attempt.TimedOut silent ->
          failure(504, count(attempts) + who + " " + silent.what() + ".", "upstream_timeout");
      case Attempt.Broken broken ->
          failure(
              502,
              "%s%s gave no usable answer: %s".formatted(count(attempts), who, broken.what()),
              "upstream_broken");
      case Attempt.Cancelled cancelled ->
          failure(502, who + " was cancelled: " + cancelled.why(), "upstream_broken");
      case Attempt.NotAsked shut ->
          failure(503, who + " was not asked: " + shut.why(), "server_overloaded");
      case Attempt.Answered answered ->
          failure(502, who + " broke off its answer.", "upstream_broken");
    };
  }

  private static Refusal refused(
      Refusal refusal, String who, List<Attempt> attempts, @Nullable Duration soonest) {
    String message = "%s%s said: %s".formatted(count(attempts), who, refusal.message());
    // what others asked for is no reason to wait for this one
    Duration named = refusal.retryAfter() == null ? null : soonest;
    return switch (refusal.kind()) {
      case RATE_LIMITED, QUOTA_EXHAUSTED ->
          new Refusal(
              429,
              refusal.kind(),
              message,
              "rate_limit_exceeded",
              "rate_limit_exceeded",
              null,
              soonest);
      case UNAUTHORIZED, PAYMENT_REQUIRED ->
          failure(502, message + " (the gateway's key for this provider)", "provider_refused_key")
              .after(named);
      case MODEL_GONE -> failure(502, message, "model_gone");
      case TRANSIENT, FAULT ->
          failure(refusal.status() >= 500 ? refusal.status() : 502, message, "upstream_error")
              .after(named);
      case CONTEXT_TOO_LONG,
          TOO_LARGE,
          CONTENT_POLICY,
          BAD_REQUEST,
          UNSUPPORTED,
          ADDITION_REFUSED ->
          refusal;
    };
  }

  private static Refusal failure(int status, String message, String code) {
    return new Refusal(
        Math.min(status, 504), Kind.TRANSIENT, message, "api_error", code, null, null);
  }

  private static String count(List<Attempt> attempts) {
    return attempts.size() == 1 ? "" : attempts.size() + " attempts failed; ";
  }

  private static @Nullable Kind kind(Attempt attempt) {
    return attempt instanceof Attempt.Refused refused ? refused.refusal().kind() : null;
  }

  /** The shortest pause any candidate asked for. */
  private static @Nullable Duration soonest(List<Attempt> attempts) {
    Duration soonest = null;
    for (Attempt attempt : attempts) {
      Duration after =
          switch (attempt) {
            case Attempt.Refused refused -> refused.refusal().retryAfter();
            case Attempt.NotAsked shut -> shut.retryAfter();
            case Attempt.Answered a -> null;
            case Attempt.TimedOut t -> null;
            case Attempt.Broken b -> null;
            case Attempt.Cancelled c -> null;
          };
      if (after != null && (soonest == null || after.compareTo(soonest) < 0)) {
        soonest = after;
      }
    }
    return soonest;
  }
}
