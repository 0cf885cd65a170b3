package sml.gateway.chat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.hedge.Hedge;

/** What to do next for a request. */
public sealed interface PlanStep {

  /** Ask several candidates in parallel; the first valid content wins. */
  record Hedged(Hedge hedge) implements PlanStep {}

  /**
   * Ask three candidates of different owners and take the answer that agrees most with the others.
   *
   * @param participants one hedge for each of them, over candidates of owners of its own
   */
  record Consensus(List<Hedge> participants) implements PlanStep {}

  /**
   * No candidate may be asked now: wait for the soonest, then plan again.
   *
   * @param time until then
   */
  record Wait(Duration time) implements PlanStep {}

  /**
   * Ask one candidate.
   *
   * @param pause time to wait before it is asked: back-off, or a cooldown that ends soon
   * @param lastChance no other candidate is left, so be patient and take an empty answer
   * @param prefill send the spoken text of the plan as the beginning of the answer
   */
  record Ask(Candidate candidate, Duration pause, boolean lastChance, boolean prefill)
      implements PlanStep {}

  /**
   * Nothing more to do: there is an answer, or none can be had.
   *
   * @param hedged the answer won a hedge
   */
  record Settled(Attempt.@Nullable Answered answer, boolean hedged) implements PlanStep {
    /** No candidate answered. */
    public static final Settled NOTHING = new Settled(null, false);
  }

  /** Nothing more to do: several answered, and this answer agrees most with the others. */
  record Agreed(Attempt.Answered answer, ConsensusResult agreement) implements PlanStep {}

  /**
   * The result of asking several models the same question.
   *
   * @param participants those that answered, the one whose answer was taken first
   * @param similarity mean similarity of that answer with those of the others, 0 to 1
   */
  record ConsensusResult(List<ModelRef> participants, double similarity) {}
}
