package sml.gateway.upstream.hedge;

import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Hedge;
import sml.gateway.chat.HedgeContender;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Plan.Joined;
import sml.gateway.chat.Step;
import sml.gateway.chat.Turn;

/** Gives the slots of a hedge their turns. */
@Component("hedgeSlots")
final class HedgeSlots {

  /** Waits until a slot may ask a candidate; null when the hedge is over. */
  public @Nullable HedgeContender next(@Variable("turn") Turn turn, @Variable("plan") Plan plan)
      throws InterruptedException {
    if (!(plan.next() instanceof Step.Hedged(Hedge hedge))) {
      throw new IllegalStateException("the plan has no hedge to take part in");
    }
    HedgeContender contender = hedge.await();
    if (contender != null) {
      plan.joined()
          .add(new Joined(contender.candidate().ref(), turn.elapsedMs(), contender.reason()));
    }
    return contender;
  }
}
