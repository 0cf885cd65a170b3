package sml.gateway.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.Roster;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.Dropped;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.chat.GatewayException.NotBuilt;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Standings;
import sml.gateway.chat.Standings.Standing;
import sml.gateway.chat.Step;
import sml.gateway.chat.Turn;
import sml.gateway.routing.Ranking.Fit;

/** Makes the plan of a turn: who may be asked, in which order, and the first step. */
@Component("router")
final class Router {
  private final Roster roster;
  private final Standings standings;
  private final RoutingSettings settings;
  private final ModelNames names;
  private final ToolLoops toolLoops;
  private final FirstStep firstStep;

  Router(
      Roster roster,
      Standings standings,
      ModelNames names,
      ToolLoops toolLoops,
      RoutingSettings settings) {
    this.roster = roster;
    this.standings = standings;
    this.settings = settings;
    this.names = names;
    this.toolLoops = toolLoops;
    this.firstStep = new FirstStep(settings);
  }

  /**
   * The plan of a turn.
   *
   * @throws NotFound when the model is unknown
   * @throws NoModelFits when nobody can serve the turn
   */
  public Plan plan(@Variable("turn") Turn turn) {
    if (roster.isEmpty()) {
      throw new NoModelFits(
          "No provider has a key yet. Add one on the Setup page, or with: curl -X POST"
              + " http://127.0.0.1:3334/api/setup -d"
              + " '{\"provider\":\"groq\",\"apiKey\":\"YOUR_KEY\"}'. Keys are free; GET"
              + " /api/provider-catalog lists 31 providers with their sign-up pages.",
          null);
    }
    if (!turn.wishes().chain().isEmpty()) {
      return explicit(turn, turn.wishes().chain());
    }
    return switch (turn.model()) {
      case "sml/auto" -> free(turn, false, false);
      case "sml/fast" -> free(turn, true, false);
      case "sml/tools" -> free(turn, false, true);
      case "sml/thai", "sml/consensus" ->
          throw new NotBuilt(
              "`%s` is not built yet; use `sml/auto` meanwhile.".formatted(turn.model()));
      default -> explicit(turn, List.of(turn.model()));
    };
  }

  private Plan free(Turn turn, boolean fastest, boolean toolsOnly) {
    Category category = toolsOnly ? Category.TOOLS : turn.profile().category();
    Filter filter = new Filter(turn, toolsOnly);
    List<Fit> fits = new ArrayList<>();
    List<Fit> resting = new ArrayList<>();
    List<Dropped> dropped = new ArrayList<>();
    for (Model model : roster.models()) {
      Fit fit = fit(model, category);
      String reason = filter.reason(model, fit.standing());
      if (reason == null) {
        fits.add(fit);
        continue;
      }
      dropped.add(new Dropped(model.ref(), reason));
      if (reason.startsWith("resting")) {
        resting.add(fit);
      }
    }
    Ranking ranking = new Ranking(turn.wishes(), fastest, settings);
    if (fits.isEmpty()) {
      return firstStep.whenAllRest(turn, category, resting, dropped, ranking);
    }
    List<Candidate> candidates = makerFirst(turn, ranking.order(fits, false));
    Step first = firstStep.of(turn, candidates);
    return plan(category, false, candidates, dropped, first, firstStep.note(turn, first));
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
    Ranking ranking = new Ranking(turn.wishes(), false, settings);
    List<Candidate> chain = new ArrayList<>();
    for (String id : ids) {
      List<Fit> fits =
          names.resolve(id).stream()
              .filter(models::add)
              .map(model -> fit(model, category))
              .toList();
      chain.addAll(ranking.order(fits, true));
    }
    Step first = FirstStep.alone(chain, 0);
    return plan(
        category,
        true,
        List.copyOf(chain),
        List.of(),
        first,
        "named by the request: tried in order");
  }

  private Fit fit(Model model, Category category) {
    Standing standing = standings.of(model.ref(), category);
    boolean local = roster.provider(model.ref().provider()).map(Provider::local).orElse(false);
    return new Fit(model, standing, local);
  }

  static Plan plan(
      Category category,
      boolean explicit,
      List<Candidate> candidates,
      List<Dropped> dropped,
      Step first,
      String note) {
    return new Plan(
        category, explicit, candidates, dropped, new CopyOnWriteArrayList<>(), first, null, note);
  }
}
