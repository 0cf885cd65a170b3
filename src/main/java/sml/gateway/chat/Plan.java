package sml.gateway.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a turn may ask and what comes next. Each step makes a new plan; only the record of attempts
 * is shared by all plans of a turn and grows as attempts end.
 *
 * @param category what ranking took the prompt for
 * @param explicit true for a chain the client named: retried and waited for, never hedged
 * @param candidates all candidates, best first
 * @param dropped models that were left out, with the reason
 * @param attempts everything tried so far, in order of its end; a live, thread-safe list
 * @param next what to do now
 * @param spoken text the client already has when a cut stream is to be continued, else null
 * @param note how the order and the hedge were decided, for the trace
 */
public record Plan(
    Category category,
    boolean explicit,
    List<Candidate> candidates,
    List<Dropped> dropped,
    List<Attempt> attempts,
    Step next,
    @Nullable String spoken,
    String note) {

  /** This plan with another next step. */
  public Plan then(Step step) {
    return new Plan(category, explicit, candidates, dropped, attempts, step, spoken, note);
  }

  /** This plan, to be continued after {@code text} has reached the client. */
  public Plan after(String text) {
    return new Plan(category, explicit, candidates, dropped, attempts, next, text, note);
  }

  /** True while there is a next step to take. */
  public boolean isOpen() {
    return !(next instanceof Step.Settled);
  }

  /** Number of contenders in the next step: 0 when it asks one candidate alone. */
  public int getLanes() {
    return next instanceof Step.Hedge hedge ? hedge.contenders().size() : 0;
  }
}
