package sml.gateway.chat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The candidates of a hedge that were not asked yet, best first. An owner that is being asked is
 * passed over, and one that has failed this request comes after all others. Not thread-safe.
 */
final class CandidateQueue {
  private final List<Candidate> waiting;
  private final Set<String> failed = new HashSet<>();

  CandidateQueue(List<Candidate> candidates) {
    this.waiting = new ArrayList<>(candidates);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** From now on the other candidates of this owner come last. */
  void failed(String owner) {
    failed.add(owner);
  }

  /**
   * Takes the next candidate.
   *
   * @param busy owners that are being asked right now
   * @param mayShare with no other owner left, one that is busy is asked for another of its models
   */
  Optional<Candidate> take(Set<String> busy, boolean mayShare) {
    Optional<Candidate> next =
        first(owner -> !busy.contains(owner) && !failed.contains(owner))
            .or(() -> first(owner -> !busy.contains(owner)))
            .or(() -> mayShare ? first(owner -> true) : Optional.empty());
    next.ifPresent(waiting::remove);
    return next;
  }

  private Optional<Candidate> first(Predicate<String> owner) {
    return waiting.stream().filter(candidate -> owner.test(candidate.owner())).findFirst();
  }
}
