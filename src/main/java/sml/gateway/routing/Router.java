package sml.gateway.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.Roster;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.Dropped;
import sml.gateway.chat.Faculty;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Standings;
import sml.gateway.chat.Standings.Load;
import sml.gateway.chat.Standings.Outlook;
import sml.gateway.chat.Step;
import sml.gateway.chat.StreamChoice;
import sml.gateway.chat.Ticker;
import sml.gateway.chat.Turn;
import sml.gateway.routing.Ranking.Fit;
import sml.gateway.routing.Ranking.Luck;

/** Makes the plan of a request: which models may be asked, in which order, and the first step. */
@Component("router")
final class Router {
  private static final String NO_KEY =
      "No provider has a key yet. Add one on the Setup page, or with: curl -X POST"
          + " http://127.0.0.1:3334/api/setup -d"
          + " '{\"provider\":\"groq\",\"apiKey\":\"YOUR_KEY\"}'. Keys are free; GET"
          + " /api/provider-catalog lists 31 providers with their sign-up pages.";

  private final Roster roster;
  private final Standings standings;
  private final Faculty faculty;
  private final RoutingSettings settings;
  private final ModelNames names;
  private final ToolLoops toolLoops;
  private final RandomGenerator random;
  private final StreamChoice streamChoice;
  private final HedgeBudget budget;
  private final Ticker ticker;
  private final HedgePlanner hedges;

  Router(
      Roster roster,
      Standings standings,
      Faculty faculty,
      ModelNames names,
      ToolLoops toolLoops,
      StreamChoice streamChoice,
      HedgeBudget budget,
      Ticker ticker,
      RandomGenerator random,
      RoutingSettings settings) {
    this.roster = roster;
    this.standings = standings;
    this.faculty = faculty;
    this.settings = settings;
    this.names = names;
    this.toolLoops = toolLoops;
    this.streamChoice = streamChoice;
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
  public Plan plan(@Variable("turn") Turn turn) {
    return plan(turn, hedges);
  }

  /**
   * The plan that the request would get now, without a call and without use of the hedge budget.
   */
  public Plan explain(@Variable("turn") Turn turn) {
    return plan(turn, new HedgePlanner(settings, budget.copy(), ticker));
  }

  private Plan plan(Turn turn, HedgePlanner hedges) {
    if (roster.isEmpty()) {
      throw new NoModelFits(names.trouble(turn.model()).orElse(NO_KEY), null);
    }
    if (!turn.wishes().chain().isEmpty()) {
      return explicit(turn, turn.wishes().chain());
    }
    Aim.Mode mode = mode(turn);
    return mode == null
        ? explicit(turn, List.of(turn.model()))
        : free(turn, mode, hedges, Set.of(), settings.attempts());
  }

  /**
   * The plan of a request that no candidate of its last one has answered: models that failed it are
   * not asked again, unless they said when to come back.
   */
  public Plan planAgain(@Variable("turn") Turn turn, @Variable("plan") Plan plan) {
    Aim.Mode mode = mode(turn);
    int attemptsLeft = settings.attempts() - plan.asked();
    if (mode == null || mode == Aim.Mode.CONSENSUS || turn.gone().fired() || attemptsLeft <= 0) {
      return plan.then(Step.Settled.NOTHING);
    }
    try {
      return free(turn, mode, hedges, plan.failed(), attemptsLeft).following(plan);
    } catch (NoModelFits none) {
      return plan.then(Step.Settled.NOTHING);
    }
  }

  /** What a virtual model stands for, null when the request names a real one. */
  private static Aim.@Nullable Mode mode(Turn turn) {
    return switch (turn.model()) {
      case "sml/auto" -> Aim.Mode.AUTO;
      case "sml/fast" -> Aim.Mode.FAST;
      case "sml/tools" -> Aim.Mode.TOOLS;
      case "sml/thai" -> Aim.Mode.THAI;
      case "sml/consensus" -> Aim.Mode.CONSENSUS;
      default -> null;
    };
  }

  private Plan free(
      Turn turn, Aim.Mode mode, HedgePlanner hedges, Set<ModelRef> failed, int attemptsLeft) {
    Aim aim = Aim.of(turn, mode, faculty);
    Filter filter = new Filter(turn, mode == Aim.Mode.TOOLS);
    var pool = new CandidatePool(settings, aim);
    Map<String, Host> hosts = new HashMap<>();
    Predicate<ModelRef> streams = streamChoice.of(turn);
    for (Model model : roster.models()) {
      Fit fit = fit(model, aim.category(), streams.test(model.ref()), hosts);
      pool.add(
          fit,
          failed.contains(model.ref())
              ? "has failed this request"
              : filter.reason(model, fit.standing()));
    }
    CandidatePool.Choice choice = pool.choose();
    if (choice.isEmpty()) {
      Duration wait = pool.wait(turn, random);
      return plan(
          aim.category(),
          false,
          List.of(),
          choice.dropped(),
          new Step.Wait(wait),
          "every model that fits cools down; waits %d ms for the soonest"
              .formatted(wait.toMillis()));
    }
    return hedged(turn, aim, choice, hedges, attemptsLeft);
  }

  private Plan hedged(
      Turn turn, Aim aim, CandidatePool.Choice choice, HedgePlanner hedges, int attemptsLeft) {
    Ranking ranking = new Ranking(aim, turn.wishes(), settings, choice.owners());
    Ranking.Order order = ranking.order(choice.first());
    Ranking.Order last = ranking.order(choice.last());
    List<Candidate> candidates =
        makerFirst(
            turn, Stream.concat(order.candidates().stream(), last.candidates().stream()).toList());
    var lineup =
        new HedgePlanner.Lineup(
            candidates,
            order.candidates().isEmpty() ? last.racers() : order.racers(),
            ranking.resting(choice.resting()));
    HedgePlanner.Decision first =
        aim.mode() == Aim.Mode.CONSENSUS
            ? hedges.seats(turn, lineup)
            : hedges.decide(turn, lineup, attemptsLeft);
    return plan(
        aim.category(),
        false,
        candidates,
        choice.dropped(),
        first.step(),
        Stream.of(first.note(), order.note(), choice.note())
            .filter(note -> !note.isEmpty())
            .collect(Collectors.joining("; ")));
  }

  /** Inside a tool loop the model that made the call goes first. */
  private List<Candidate> makerFirst(Turn turn, List<Candidate> ranked) {
    return toolLoops
        .maker(turn)
        .map(
            maker ->
                ranked.stream()
                    .sorted(Comparator.comparing(candidate -> !candidate.ref().equals(maker)))
                    .toList())
        .orElse(ranked);
  }

  private Plan explicit(Turn turn, List<String> ids) {
    Category category = turn.profile().category();
    Set<Model> models = new LinkedHashSet<>();
    Aim aim = new Aim(Aim.Mode.AUTO, category, turn.profile().thai(), null);
    Ranking ranking = new Ranking(aim, turn.wishes(), settings, ids.size());
    List<Candidate> chain = new ArrayList<>();
    ModelNames.Chain resolved = names.resolve(ids);
    for (List<Model> named : resolved.models()) {
      List<Fit> fits =
          named.stream()
              .filter(models::add)
              .map(model -> fit(model, category, turn.profile().stream(), new HashMap<>()))
              .toList();
      chain.addAll(ranking.named(fits));
    }
    Step first = HedgePlanner.alone(chain, 0);
    return plan(
        category,
        true,
        List.copyOf(chain),
        List.of(),
        first,
        Stream.concat(
                Stream.of("named by the request: tried in order"), resolved.skipped().stream())
            .collect(Collectors.joining("; ")));
  }

  private Fit fit(Model model, Category category, boolean stream, Map<String, Host> hosts) {
    Outlook outlook = standings.outlook(model.ref(), category, stream);
    Host host = hosts.computeIfAbsent(model.ref().provider(), this::host);
    return new Fit(
        model,
        outlook.standing(),
        outlook.first(),
        outlook.end(),
        host.load(),
        new Luck(random.nextGaussian(), random.nextGaussian()),
        host.owner(),
        host.local(),
        faculty.of(model.ref()));
  }

  /** What all models of a provider have in common. */
  private record Host(Load load, String owner, boolean local) {}

  private Host host(String name) {
    Optional<Provider> known = roster.provider(name);
    return new Host(
        standings.load(name),
        known.map(Provider::owner).orElse(name),
        known.map(Provider::local).orElse(false));
  }

  private static Plan plan(
      Category category,
      boolean explicit,
      List<Candidate> candidates,
      List<Dropped> dropped,
      Step first,
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
}
