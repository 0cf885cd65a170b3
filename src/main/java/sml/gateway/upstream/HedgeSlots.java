package sml.gateway.upstream;

import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Plan.Joined;
import sml.gateway.chat.hedge.HedgeContender;

/** Gives the slots of a hedge their candidates. */
@Component("hedgeSlots")
final class HedgeSlots {

  /** Waits until a slot may ask a candidate; null when the hedge is over. */
  public @Nullable HedgeContender next(
      @Variable("request") ChatRequest request, @Variable("plan") Plan plan)
      throws InterruptedException {
    HedgeContender contender = plan.hedge().await();
    if (contender != null) {
      plan.joined()
          .add(new Joined(contender.candidate().ref(), request.elapsedMs(), contender.reason()));
    }
    return contender;
  }
}
