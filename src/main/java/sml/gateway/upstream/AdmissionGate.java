package sml.gateway.upstream;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ModelRef;

/**
 * Decides whether a model may be asked right now: its breaker, cooldown and rate windows. Every
 * {@link Entry.Open} must be followed by exactly one {@link AttemptFinished} for that model.
 */
public interface AdmissionGate {

  /**
   * Asks for entry and counts the request in the local rate windows.
   *
   * @param admission which restrictions of the model apply
   */
  Entry enter(ModelRef ref, int estimatedTokens, Admission admission);

  /** Which restrictions apply to a request. */
  enum Admission {
    /** Its cooldown, its breaker and the rate windows count. */
    HEALTHY,
    /** Too few healthy candidates are left: a cooldown no provider asked for does not count. */
    COOLING,
    /**
     * The client named the model: its cooldown does not count, only its open breaker (one probe per
     * interval) and the rate windows do.
     */
    NAMED;

    public static Admission of(Candidate candidate) {
      if (candidate.named()) {
        return NAMED;
      }
      return candidate.cooling() ? COOLING : HEALTHY;
    }
  }

  /** Records the limits in response headers as soon as the head has arrived. */
  void observe(ModelRef ref, @Nullable Long keyId, Map<String, String> headers);

  /** The answer to {@link #enter}. */
  sealed interface Entry {
    /** The model may be asked. */
    record Open() implements Entry {}

    /** Not now; {@code retryAfter} is null while unknown. */
    record Shut(String reason, @Nullable Duration retryAfter) implements Entry {}
  }
}
