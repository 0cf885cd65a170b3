package sml.gateway.chat.hedge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sml.gateway.chat.Candidate;

/**
 * The candidates of a hedge that were not asked yet, best first, and those that cool down until
 * some {@link System#nanoTime()}. An owner that is being asked is passed over, and one that has
 * failed this request comes after all others. Not thread-safe.
 */
final class CandidateQueue {
  /** A candidate that was not let in is not tried again at once. */
  private static final long SHORTEST_COOLDOWN_NANOS = 10_000_000;

  private final List<Waiting> waiting = new ArrayList<>();
  private final Set<String> failed = new HashSet<>();

  private record Waiting(Candidate candidate, long dueNanos) {
    String owner() {
      return candidate.owner();
    }

    String provider() {
      return candidate.ref().provider();
    }
  }

  /** Adds a candidate behind all others. */
  void add(Candidate candidate, long dueNanos) {
    waiting.add(new Waiting(candidate, dueNanos));
  }

  /** Adds a candidate that cools down, if it is back by the time {@code untilNanos}. */
  void defer(Candidate candidate, Duration left, long now, long untilNanos) {
    long due = now + Math.max(SHORTEST_COOLDOWN_NANOS, left.toNanos());
    if (due - untilNanos <= 0) {
      add(candidate, due);
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** When the first one may be asked; empty when there is none. */
  OptionalLong due() {
    return waiting.stream().mapToLong(Waiting::dueNanos).min();
  }

  /** From now on the other candidates of this owner come last. */
  void failed(String owner) {
    failed.add(owner);
  }

  /**
   * Takes the next candidate that may be asked.
   *
   * @param asked those that are being asked right now
   * @param mayShare with no other owner left, a provider that is being asked is asked for another
   *     of its models; another provider of its owner never is
   */
  Optional<Candidate> take(List<Candidate> asked, boolean mayShare, long now) {
    var busy = asked.stream().map(Candidate::owner).collect(Collectors.toSet());
    var providers = asked.stream().map(one -> one.ref().provider()).collect(Collectors.toSet());
    Optional<Waiting> next =
        first(now, one -> !busy.contains(one.owner()) && !failed.contains(one.owner()))
            .or(() -> first(now, one -> !busy.contains(one.owner())))
            .or(
                () ->
                    mayShare
                        ? first(now, one -> providers.contains(one.provider()))
                        : Optional.empty());
    next.ifPresent(waiting::remove);
    return next.map(Waiting::candidate);
  }

  private Optional<Waiting> first(long now, Predicate<Waiting> fits) {
    return waiting.stream().filter(one -> one.dueNanos - now <= 0 && fits.test(one)).findFirst();
  }
}
