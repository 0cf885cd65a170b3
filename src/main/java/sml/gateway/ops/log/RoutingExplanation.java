package sml.gateway.ops.log;

import java.util.List;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Profile;
import sml.gateway.chat.Step;
import sml.gateway.chat.Turn;

/**
 * {@code POST /api/routing-explain}: what a chat request with this body would be taken for, whom it
 * would ask in which order, and every number behind that order. No provider is called.
 */
@Component("routingExplanation")
final class RoutingExplanation {

  record ExplainedPlan(
      String model,
      String category,
      String signs,
      String language,
      boolean stream,
      boolean tools,
      boolean images,
      int estimatedTokens,
      boolean explicit,
      String note,
      @Nullable Integer beginTogether,
      @Nullable Long waitMs,
      List<Trace.Considered> candidates,
      List<Trace.Left> dropped) {}

  /** The plan as JSON; candidates best first, those that were left out with the reason. */
  public ExplainedPlan render(@Variable("turn") Turn turn, @Variable("plan") Plan plan) {
    Profile profile = turn.profile();
    return new ExplainedPlan(
        turn.model(),
        plan.category().id(),
        profile.signs().get(),
        profile.thai() ? "th" : "en",
        profile.stream(),
        profile.tools(),
        profile.images(),
        profile.estimatedTokens(),
        plan.explicit(),
        plan.note(),
        plan.next() instanceof Step.Hedged hedged ? hedged.hedge().width() : null,
        plan.next() instanceof Step.Wait wait ? wait.time().toMillis() : null,
        plan.candidates().stream().map(Trace.Considered::of).toList(),
        plan.dropped().stream().map(Trace.Left::of).toList());
  }
}
