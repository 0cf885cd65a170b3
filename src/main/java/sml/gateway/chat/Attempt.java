package sml.gateway.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One try at one model. A failed attempt is a value, not an exception. */
public sealed interface Attempt {

  Candidate candidate();

  AttemptTiming timing();

  /** True when what went wrong may hold for other models of the same provider, too. */
  default boolean isProvidersFault() {
    return switch (this) {
      case TimedOut silent -> true;
      case Broken broken -> true;
      case Refused refused -> refused.refusal().kind().isProvidersFault();
      case Answered answered -> false;
      case Cancelled cancelled -> false;
      case NotAsked notAsked -> false;
    };
  }

  /** True when the provider only refused what the gateway had added to the request. */
  default boolean isAdditionRefused() {
    return this instanceof Refused refused
        && refused.refusal().kind() == Refusal.Kind.ADDITION_REFUSED;
  }

  /** Valid content came; a streaming answer may still be under way. */
  record Answered(Candidate candidate, AttemptTiming timing, Answer answer) implements Attempt {}

  /** The upstream said no. */
  record Refused(Candidate candidate, AttemptTiming timing, Refusal refusal) implements Attempt {}

  /**
   * The upstream was silent for longer than a limit allows, or closed the connection after a
   * silence.
   */
  record TimedOut(Candidate candidate, AttemptTiming timing, Phase phase, Duration limit)
      implements Attempt {

    /** What the upstream did, with the limit it was. */
    public String what() {
      long ms = limit.toMillis();
      return switch (phase) {
        case CONNECT -> "could not be connected within the limit of %d ms".formatted(ms);
        case FIRST_CONTENT -> "was silent for %d ms, the limit for the first content".formatted(ms);
        case GAP -> "was silent for %d ms, the limit within an answer".formatted(ms);
        case TOTAL -> "took longer than %d ms, the limit for a whole answer".formatted(ms);
        case CLIENT -> "gave no answer within the %d ms that the client waits".formatted(ms);
        case CLOSED -> "closed the connection after %d ms of silence".formatted(ms);
      };
    }
  }

  /**
   * The connection failed or what came was no answer.
   *
   * @param mayRetry true when nothing valid had come, so that the same model may be asked again
   */
  record Broken(Candidate candidate, AttemptTiming timing, String what, boolean mayRetry)
      implements Attempt {
    /** {@link #what} of an answer that was well-formed and said nothing. */
    public static final String EMPTY = "an empty answer";
  }

  /** We ended it ourselves: another contender won, or the client left. Never a failure. */
  record Cancelled(Candidate candidate, AttemptTiming timing, String why) implements Attempt {}

  /**
   * It was not asked at all: breaker open, rate window full, no usable key. Never a failure.
   *
   * @param retryAfter when asking may make sense, null while unknown
   */
  record NotAsked(
      Candidate candidate, AttemptTiming timing, String why, @Nullable Duration retryAfter)
      implements Attempt {}

  /** What an attempt was waiting for. */
  enum Phase {
    CONNECT,
    FIRST_CONTENT,
    GAP,
    TOTAL,
    /** All the time the client waits. */
    CLIENT,
    /** The upstream closed the connection after so long a silence; no limit was exceeded. */
    CLOSED
  }
}
