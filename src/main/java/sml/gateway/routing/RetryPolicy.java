package sml.gateway.routing;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Refusal;

/**
 * Decides whether a model that the client named is asked again: up to three tries, back-off of half
 * a second doubled with jitter, a short Retry-After waited out, a longer one not. Silence, broken
 * answers and refusals are never repeated on the same model.
 */
@Component
final class RetryPolicy {
  private static final Duration SLACK = Duration.ofMillis(25);

  private final RoutingSettings settings;
  private final RandomGenerator random;

  RetryPolicy(RoutingSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /**
   * The pause before the same model is asked again, empty when it is not.
   *
   * @param alone no other candidate is left
   */
  Optional<Duration> pause(Plan plan, Attempt last, boolean alone) {
    long tries =
        plan.attempts().stream()
            .filter(attempt -> attempt.candidate().equals(last.candidate()))
            .filter(attempt -> !attempt.isAdditionRefused())
            .count();
    if (tries >= settings.tries()) {
      return Optional.empty();
    }
    return switch (last) {
      case Attempt.Refused refused when mayPass(refused.refusal()) ->
          waitFor(refused.refusal().retryAfter(), tries);
      case Attempt.Broken broken when broken.mayRetry() -> Optional.of(backOff(tries));
      case Attempt.NotAsked shut when alone && shut.retryAfter() != null ->
          waitFor(shut.retryAfter(), tries);
      case Attempt.Refused refused -> Optional.empty();
      case Attempt.Broken broken -> Optional.empty();
      case Attempt.NotAsked shut -> Optional.empty();
      case Attempt.TimedOut silent -> Optional.empty();
      case Attempt.Cancelled cancelled -> Optional.empty();
      case Attempt.Answered answered -> Optional.empty();
    };
  }

  private static boolean mayPass(Refusal refusal) {
    return refusal.kind() == Refusal.Kind.RATE_LIMITED || refusal.kind() == Refusal.Kind.TRANSIENT;
  }

  private Optional<Duration> waitFor(@Nullable Duration retryAfter, long tries) {
    if (retryAfter == null) {
      return Optional.of(backOff(tries));
    }
    // the slack keeps a try from arriving a moment before the provider's own window ends
    return retryAfter.compareTo(settings.longestRetryAfter()) <= 0
        ? Optional.of(retryAfter.plus(SLACK))
        : Optional.empty();
  }

  private Duration backOff(long tries) {
    double factor = Math.pow(2, tries - 1) * (1 + 0.25 * random.nextDouble());
    return Duration.ofNanos((long) (settings.backOff().toNanos() * factor));
  }
}
