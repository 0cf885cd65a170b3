package sml.gateway.routing;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Hedge;
import sml.gateway.chat.Step;
import sml.gateway.chat.Turn;

/** Decides how candidates are asked: how many at once, how many in all, or one by itself. */
final class HedgePlanner {
  private static final int WIDEST = 3;
  private static final String BUSY = "many requests a minute would use up quotas";

  private final RoutingSettings settings;

  /**
   * A step and why it is taken.
   *
   * @param note one line for the trace
   */
  record Decision(Step step, String note) {}

  HedgePlanner(RoutingSettings settings) {
    this.settings = settings;
  }

  /**
   * The step that asks these candidates.
   *
   * @param racers how many of the first candidates may be asked at once
   * @param perMinute requests the gateway has got within the last minute
   * @param attemptsLeft candidates that may still be asked for this request
   */
  Decision decide(
      Turn turn, List<Candidate> candidates, int racers, int perMinute, int attemptsLeft) {
    if (candidates.size() == 1) {
      return new Decision(alone(candidates, 0), "alone: one model fits");
    }
    List<Candidate> first = contenders(candidates.subList(0, Math.min(racers, candidates.size())));
    String narrow = narrow(turn, first, perMinute);
    int width = narrow == null ? Math.max(1, first.size()) : 1;
    if (narrow != null && narrow.equals(BUSY) && first.getFirst().usualFirstContent() == null) {
      // a model that was never measured may be slow: the next one answers meanwhile
      width = Math.min(2, first.size());
    }
    int slots = Math.max(width, settings.mostInFlight());
    var hedge = new Hedge(candidates, new Hedge.Limits(width, slots, attemptsLeft));
    String note =
        narrow == null
            ? "hedge of " + width
            : "begins with %d, others join when it is late: %s".formatted(width, narrow);
    return new Decision(new Step.Hedged(hedge), note);
  }

  /** Asks the candidate at {@code index} by itself. */
  static Step.Ask alone(List<Candidate> candidates, int index) {
    return new Step.Ask(
        candidates.get(index), Duration.ZERO, index == candidates.size() - 1, false);
  }

  /** Why a hedge begins with one candidate, or null when it may begin with several. */
  private @Nullable String narrow(Turn turn, List<Candidate> first, int perMinute) {
    if (turn.profile().toolLoop()) {
      return "a tool loop runs";
    }
    if (turn.profile().estimatedTokens() > settings.longPrompt()) {
      return "long prompt";
    }
    if (first.stream().anyMatch(candidate -> candidate.headroom() < settings.scarceBelow())) {
      return "little quota left";
    }
    if (perMinute * first.size() > settings.assumedPerMinute()) {
      return BUSY;
    }
    return null;
  }

  /** The best candidates of different owners, as many as a hedge is wide. */
  private List<Candidate> contenders(List<Candidate> candidates) {
    int width = Math.clamp(settings.hedgeWidth(), 1, WIDEST);
    Set<String> owners = new HashSet<>();
    return candidates.stream()
        .filter(candidate -> owners.add(candidate.owner()))
        .limit(width)
        .toList();
  }
}
