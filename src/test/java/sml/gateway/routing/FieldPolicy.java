package sml.gateway.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.hedge.Hedge;
import sml.gateway.chat.hedge.Ticker;

/** Who is asked for a request; quotas, breakers and what follows a failure are the same for all. */
interface FieldPolicy {
  Plan plan(ChatRequest request, int nth);

  Plan planAgain(ChatRequest request, Plan plan);

  /** What the product does. */
  record Product(Router router) implements FieldPolicy {
    @Override
    public Plan plan(ChatRequest request, int nth) {
      return router.plan(request);
    }

    @Override
    public Plan planAgain(ChatRequest request, Plan plan) {
      return router.planAgain(request, plan);
    }
  }

  /** All models in a fixed order, one more of them at the end with each request. */
  record RoundRobin(List<Model> models, Ticker ticker) implements FieldPolicy {
    @Override
    public Plan plan(ChatRequest request, int nth) {
      List<Model> turned = new ArrayList<>(able(models, request.profile().category()));
      Collections.rotate(turned, -nth);
      return hedged(request, turned, 1, ticker);
    }

    @Override
    public Plan planAgain(ChatRequest request, Plan plan) {
      return plan.then(PlanStep.Settled.NOTHING);
    }
  }

  /**
   * The best by what exams say, the first {@code width} of different providers at once; a further
   * one only when one has failed.
   */
  record BestByExam(List<Model> models, ExamScores exams, int width, Ticker ticker)
      implements FieldPolicy {
    @Override
    public Plan plan(ChatRequest request, int nth) {
      Category category = request.profile().category();
      List<Model> best =
          able(models, category).stream()
              .sorted(
                  Comparator.comparingDouble(
                      (Model model) -> -exams.of(model.ref()).expected(category)))
              .toList();
      return hedged(request, width == 1 ? best : spread(best), width, ticker);
    }

    /** The best of each provider before all others. */
    private static List<Model> spread(List<Model> best) {
      Set<String> seen = new HashSet<>();
      List<Model> first = new ArrayList<>();
      List<Model> then = new ArrayList<>();
      best.forEach(model -> (seen.add(model.ref().provider()) ? first : then).add(model));
      first.addAll(then);
      return first;
    }

    @Override
    public Plan planAgain(ChatRequest request, Plan plan) {
      return plan.then(PlanStep.Settled.NOTHING);
    }
  }

  private static List<Model> able(List<Model> models, Category category) {
    return models.stream()
        .filter(model -> category != Category.TOOLS || !Boolean.FALSE.equals(model.tools()))
        .toList();
  }

  private static Plan hedged(ChatRequest request, List<Model> models, int width, Ticker ticker) {
    List<Candidate> candidates =
        models.stream().map(model -> new Candidate(model.ref(), false, 1, null, 1, "")).toList();
    var limits = new Hedge.Limits(width, width, 10, Duration.ZERO, Duration.ofSeconds(1));
    var hedge = new Hedge(candidates, List.of(), limits, ticker);
    return new Plan(
        request.profile().category(),
        false,
        candidates,
        List.of(),
        new CopyOnWriteArrayList<>(),
        new CopyOnWriteArrayList<>(),
        new PlanStep.Hedged(hedge),
        null,
        "");
  }
}
