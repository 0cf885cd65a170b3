package sml.gateway.observability.log;

import java.util.List;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.RequestProfile;

/**
 * {@code POST /api/routing-explain}: what a chat request with this body would be taken for, whom it
 * would ask in which order, and every number behind that order. No provider is called.
 */
@Component("routingExplanationApi")
final class RoutingExplanationApi {

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
      List<RequestTrace.Considered> candidates,
      List<RequestTrace.Left> dropped) {}

  /** The plan as JSON; candidates best first, those that were left out with the reason. */
  public ExplainedPlan render(
      @Variable("request") ChatRequest request, @Variable("plan") Plan plan) {
    RequestProfile profile = request.profile();
    return new ExplainedPlan(
        request.model(),
        plan.category().id(),
        profile.signs().get(),
        profile.thai() ? "th" : "en",
        profile.stream(),
        profile.tools(),
        profile.images(),
        profile.estimatedTokens(),
        plan.explicit(),
        plan.note(),
        plan.next() instanceof PlanStep.Hedged hedged ? hedged.hedge().width() : null,
        plan.next() instanceof PlanStep.Wait wait ? wait.time().toMillis() : null,
        plan.candidates().stream().map(RequestTrace.Considered::of).toList(),
        plan.dropped().stream().map(RequestTrace.Left::of).toList());
  }
}
