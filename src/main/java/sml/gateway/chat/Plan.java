package sml.gateway.chat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.hedge.Hedge;
import sml.gateway.chat.hedge.HedgeContender;

/**
 * The candidates of a request and its next step. Each step makes a new plan; only the record of
 * attempts is shared by all plans of a request and grows as attempts end.
 *
 * @param category what ranking took the prompt for
 * @param explicit true for a chain the client named: retried and waited for, never hedged
 * @param candidates all candidates, best first
 * @param dropped models that were left out, with the reason
 * @param attempts everything tried so far, in order of its end; a live, thread-safe list
 * @param joined who joined a hedge, when and why; a live, thread-safe list
 * @param next what to do now
 * @param sent text the client already has when a cut stream is to be continued, else null
 * @param note how the order and the hedge were decided, for the trace
 */
public record Plan(
    Category category,
    boolean explicit,
    List<Candidate> candidates,
    List<ExcludedModel> dropped,
    List<Attempt> attempts,
    List<Joined> joined,
    PlanStep next,
    @Nullable String sent,
    String note) {

  /**
   * A candidate joined a hedge.
   *
   * @param ms since the request arrived
   */
  public record Joined(ModelRef ref, long ms, HedgeContender.Reason reason) {}

  /** The first plan of a request: nothing was tried. */
  public static Plan of(
      Category category,
      boolean explicit,
      List<Candidate> candidates,
      List<ExcludedModel> dropped,
      PlanStep first,
      String note) {
    return new Plan(
        category,
        explicit,
        candidates,
        dropped,
        new CopyOnWriteArrayList<>(),
        new CopyOnWriteArrayList<>(),
        first,
        null,
        note);
  }

  /** This plan with another next step. */
  public Plan then(PlanStep step) {
    return new Plan(category, explicit, candidates, dropped, attempts, joined, step, sent, note);
  }

  /** This plan with a further note for the trace; the same when there is none. */
  public Plan noting(@Nullable String more) {
    if (more == null) {
      return this;
    }
    String both = note.isEmpty() ? more : note + "; " + more;
    return new Plan(category, explicit, candidates, dropped, attempts, joined, next, sent, both);
  }

  /** This plan in the place of an earlier one of the same request, whose record goes on. */
  public Plan following(Plan earlier) {
    String both = earlier.note + "; then " + note;
    return new Plan(
        category,
        explicit,
        candidates,
        dropped,
        earlier.attempts,
        earlier.joined,
        next,
        earlier.sent,
        both);
  }

  /** This plan, to be continued after {@code text} has reached the client. */
  public Plan after(String text) {
    return new Plan(category, explicit, candidates, dropped, attempts, joined, next, text, note);
  }

  /** True while there is a next step to take. */
  public boolean isOpen() {
    return !(next instanceof PlanStep.Settled || next instanceof PlanStep.Agreed);
  }

  /** Number of slots of the hedge that comes next: 0 when there is none. */
  public int getSlots() {
    return next instanceof PlanStep.Hedged hedged ? hedged.hedge().slots() : 0;
  }

  /** The hedge that comes next, for those that take part in it. */
  public Hedge hedge() {
    if (next instanceof PlanStep.Hedged(Hedge hedge)) {
      return hedge;
    }
    throw new IllegalStateException("the plan has no hedge to take part in");
  }

  /** How many candidates were really asked so far. */
  public int asked() {
    return (int)
        attempts.stream().filter(attempt -> !(attempt instanceof Attempt.NotAsked)).count();
  }

  /** Models that have failed the request and did not say when to come back. */
  public Set<ModelRef> failed() {
    return attempts.stream()
        .filter(
            attempt ->
                switch (attempt) {
                  case Attempt.Refused refused -> refused.refusal().retryAfter() == null;
                  case Attempt.NotAsked shut -> shut.retryAfter() == null;
                  case Attempt.TimedOut late -> true;
                  case Attempt.Broken broken -> true;
                  case Attempt.Answered answered -> false;
                  case Attempt.Cancelled cancelled -> false;
                })
        .map(attempt -> attempt.candidate().ref())
        .collect(Collectors.toSet());
  }

  /** True when the next step is to ask several and compare their answers. */
  public boolean isConsensus() {
    return next instanceof PlanStep.Consensus;
  }

  /** True when the next step is to wait. */
  public boolean isWaiting() {
    return next instanceof PlanStep.Wait;
  }
}
