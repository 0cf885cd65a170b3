package sml.gateway.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.LiveStats.Load;
import sml.gateway.chat.LiveStats.Outlook;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.hedge.StreamSelection;
import sml.gateway.chat.hedge.Ticker;
import sml.gateway.routing.CandidateRanking.Luck;
import sml.gateway.routing.CandidateRanking.RankedModel;

/** Makes the plan of a request: which models may be asked, in which order, and the first step. */
@Component("router")
final class Router {
  private static final String NO_KEY =
      "No provider has a key yet. Add one: POST /api/setup with"
          + " {\"provider\":\"groq\",\"apiKey\":\"YOUR_KEY\"}. Keys are free; GET"
          + " /api/provider-catalog lists the providers with their sign-up pages.";

  private final ModelRegistry registry;
  private final LiveStats liveStats;
  private final ExamScores examScores;
  private final RoutingSettings settings;
  private final ModelNames names;
  private final ToolLoops toolLoops;
  private final RandomGenerator random;
  private final StreamSelection streaming;
  private final HedgeBudget budget;
  private final Ticker ticker;
  private final HedgePlanner hedges;

  Router(
      ModelRegistry registry,
      LiveStats liveStats,
      ExamScores examScores,
      ModelNames names,
      ToolLoops toolLoops,
      StreamSelection streaming,
      HedgeBudget budget,
      Ticker ticker,
      RandomGenerator random,
      RoutingSettings settings) {
    this.registry = registry;
    this.liveStats = liveStats;
    this.examScores = examScores;
    this.settings = settings;
    this.names = names;
    this.toolLoops = toolLoops;
    this.streaming = streaming;
    this.random = random;
    this.budget = budget;
    this.ticker = ticker;
    this.hedges = new HedgePlanner(settings, budget, ticker);
  }

  /**
   * The plan of a request.
   *
   * @throws NotFound when the model is unknown
   * @throws NoModelFits when no model can serve the request
   */
  public Plan plan(@Variable("request") ChatRequest request) {
    return plan(request, hedges).noting(request.format().note());
  }

  /**
   * The plan that the request would get now, without a call and without use of the hedge budget.
   */
  public Plan explain(@Variable("request") ChatRequest request) {
    return plan(request, new HedgePlanner(settings, budget.copy(), ticker));
  }

  private Plan plan(ChatRequest request, HedgePlanner hedges) {
    if (registry.isEmpty()) {
      throw new NoModelFits(names.trouble(request.model()).orElse(NO_KEY), null);
    }
    if (!request.preferences().chain().isEmpty()) {
      return explicit(request, request.preferences().chain());
    }
    RoutingGoal.Mode mode = mode(request);
    return mode == null
        ? explicit(request, List.of(request.model()))
        : free(request, mode, hedges, Set.of(), settings.attempts());
  }

  /**
   * The plan of a request that no candidate of its last one has answered: models that failed it are
   * not asked again, unless they said when to come back.
   */
  public Plan planAgain(@Variable("request") ChatRequest request, @Variable("plan") Plan plan) {
    RoutingGoal.Mode mode = mode(request);
    int attemptsLeft = settings.attempts() - plan.asked();
    if (mode == null
        || mode == RoutingGoal.Mode.CONSENSUS
        || request.disconnected().fired()
        || attemptsLeft <= 0) {
      return plan.then(PlanStep.Settled.NOTHING);
    }
    try {
      return free(request, mode, hedges, plan.failed(), attemptsLeft).following(plan);
    } catch (NoModelFits none) {
      return plan.then(PlanStep.Settled.NOTHING);
    }
  }

  /** What a virtual model stands for, null when the request names a real one. */
  private static RoutingGoal.@Nullable Mode mode(ChatRequest request) {
    return switch (request.model()) {
      case "sml/auto" -> RoutingGoal.Mode.AUTO;
      case "sml/fast" -> RoutingGoal.Mode.FAST;
      case "sml/tools" -> RoutingGoal.Mode.TOOLS;
      case "sml/thai" -> RoutingGoal.Mode.THAI;
      case "sml/consensus" -> RoutingGoal.Mode.CONSENSUS;
      default -> null;
    };
  }

  private Plan free(
      ChatRequest request,
      RoutingGoal.Mode mode,
      HedgePlanner hedges,
      Set<ModelRef> failed,
      int attemptsLeft) {
    RoutingGoal goal = RoutingGoal.of(request, mode, examScores);
    CandidateFilter candidateFilter = new CandidateFilter(request, mode == RoutingGoal.Mode.TOOLS);
    var pool = new CandidatePool(settings, goal);
    Predicate<ModelRef> streams = streaming.of(request);
    Host host = null;
    for (Model model : registry.models()) {
      // in catalogue order the models of a provider follow each other
      String provider = model.ref().provider();
      host = host != null && host.name().equals(provider) ? host : host(provider);
      RankedModel fit = fit(model, goal.category(), streams.test(model.ref()), host);
      String reason = failed.contains(model.ref()) ? "has failed this request" : host.barred();
      pool.add(fit, reason != null ? reason : candidateFilter.reason(model, fit.stats()));
    }
    CandidatePool.Choice choice = pool.choose();
    if (choice.isEmpty()) {
      Duration wait = pool.wait(request, random);
      return Plan.of(
          goal.category(),
          false,
          List.of(),
          choice.dropped(),
          new PlanStep.Wait(wait),
          "every model that fits cools down; waits %d ms for the soonest"
              .formatted(wait.toMillis()));
    }
    return hedged(request, goal, choice, hedges, attemptsLeft);
  }

  private Plan hedged(
      ChatRequest request,
      RoutingGoal goal,
      CandidatePool.Choice choice,
      HedgePlanner hedges,
      int attemptsLeft) {
    CandidateRanking candidateRanking =
        new CandidateRanking(
            goal, request.preferences(), settings, choice.owners(Utility.MANY_OWNERS));
    CandidateRanking.Order order = candidateRanking.order(choice.first());
    CandidateRanking.Order last = candidateRanking.order(choice.last());
    List<Candidate> candidates =
        makerFirst(
            request,
            Stream.concat(order.candidates().stream(), last.candidates().stream()).toList());
    var lineup =
        new HedgePlanner.Lineup(
            candidates,
            order.candidates().isEmpty() ? last.contenders() : order.contenders(),
            candidateRanking.coolingDown(choice.coolingDown()));
    HedgePlanner.Decision first =
        goal.mode() == RoutingGoal.Mode.CONSENSUS
            ? hedges.consensus(request, lineup)
            : hedges.decide(request, lineup, attemptsLeft);
    return Plan.of(
        goal.category(),
        false,
        candidates,
        choice.dropped(),
        first.step(),
        Stream.of(first.note(), order.note(), choice.note())
            .filter(note -> !note.isEmpty())
            .collect(Collectors.joining("; ")));
  }

  /** Inside a tool loop the model that made the call goes first. */
  private List<Candidate> makerFirst(ChatRequest request, List<Candidate> ranked) {
    return toolLoops
        .maker(request)
        .map(
            maker ->
                ranked.stream()
                    .sorted(Comparator.comparing(candidate -> !candidate.ref().equals(maker)))
                    .toList())
        .orElse(ranked);
  }

  private Plan explicit(ChatRequest request, List<String> ids) {
    Category category = request.profile().category();
    boolean stream = request.profile().stream();
    Set<Model> models = new LinkedHashSet<>();
    RoutingGoal goal =
        new RoutingGoal(RoutingGoal.Mode.AUTO, category, request.profile().thai(), null);
    CandidateRanking candidateRanking =
        new CandidateRanking(goal, request.preferences(), settings, ids.size());
    List<Candidate> chain = new ArrayList<>();
    ModelNames.Chain resolved = names.resolve(ids);
    for (List<Model> named : resolved.models()) {
      List<RankedModel> fits =
          named.stream()
              .filter(models::add)
              .map(model -> fit(model, category, stream, host(model.ref().provider())))
              .toList();
      chain.addAll(candidateRanking.named(fits));
    }
    PlanStep first = HedgePlanner.alone(chain, 0);
    return Plan.of(
        category,
        true,
        List.copyOf(chain),
        List.of(),
        first,
        Stream.concat(
                Stream.of("named by the request: tried in order"), resolved.skipped().stream())
            .collect(Collectors.joining("; ")));
  }

  private RankedModel fit(Model model, Category category, boolean stream, Host host) {
    Outlook outlook = liveStats.outlook(model.ref(), category, stream);
    return new RankedModel(
        model,
        outlook.stats(),
        outlook.first(),
        outlook.end(),
        host.load(),
        new Luck(random.nextGaussian(), random.nextGaussian()),
        host.owner(),
        host.local(),
        examScores.of(model.ref()));
  }

  /** What all models of a provider have in common. */
  private record Host(
      String name, Load load, String owner, boolean local, @Nullable String barred) {}

  private Host host(String name) {
    Optional<Provider> known = registry.provider(name);
    return new Host(
        name,
        liveStats.load(name),
        registry.owner(name),
        known.map(Provider::local).orElse(false),
        known.isEmpty() ? null : CandidateFilter.barred(known.get()));
  }
}
