package sml.gateway.observability.log;

import java.util.List;

/** A call of a model as the writer counts it; {@code failed} only when it was not usable. */
record CountedCall(String provider, String model, boolean answered, boolean failed) {

  /** The calls among these attempts; a model that was not asked was not called. */
  static List<CountedCall> of(List<TracedAttempt> attempts) {
    return attempts.stream().filter(TracedAttempt::asked).map(CountedCall::of).toList();
  }

  private static CountedCall of(TracedAttempt attempt) {
    // the names of providers hold no slash
    int slash = attempt.model().indexOf('/');
    return new CountedCall(
        attempt.model().substring(0, slash),
        attempt.model().substring(slash + 1),
        attempt.answered(),
        attempt.failed());
  }
}
