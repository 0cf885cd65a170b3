package sml.gateway.chat;

import java.util.List;

/**
 * Whom a turn may ask, what was tried so far and what comes next. Immutable: each attempt makes a
 * new one.
 *
 * @param category what ranking took the prompt for
 * @param explicit true for a chain the client named: retried and waited for, never hedged
 * @param candidates all candidates, best first
 * @param dropped models that were left out, with the reason
 * @param attempts everything tried so far, in order of its end
 * @param note how the order and the hedge were decided, for the trace
 */
public record Plan(
    Category category,
    boolean explicit,
    List<Candidate> candidates,
    List<Dropped> dropped,
    List<Attempt> attempts,
    Step next,
    String note) {

  /** True while there is a next step to take. */
  public boolean isOpen() {
    return !(next instanceof Step.Settled);
  }

  /** True when the next step asks several candidates at once. */
  public boolean isRacing() {
    return next instanceof Step.Hedge;
  }

  /** True when the given lane (0 to 2) takes part in the next step. */
  public boolean hasLane(int lane) {
    return next instanceof Step.Hedge hedge && lane < hedge.contenders().size();
  }
}
