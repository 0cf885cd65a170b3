package sml.gateway.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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
  private final Faculty faculty;
  private final RoutingSettings settings;
  private final ModelNames names;
  private final ToolLoops toolLoops;
  private final FirstStep firstStep;

  Router(
      Roster roster,
      Standings standings,
      Faculty faculty,
      ModelNames names,
      ToolLoops toolLoops,
      RoutingSettings settings) {
    this.roster = roster;
    this.standings = standings;
    this.faculty = faculty;
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
      case "sml/auto" -> free(turn, Aim.Mode.AUTO);
      case "sml/fast" -> free(turn, Aim.Mode.FAST);
      case "sml/tools" -> free(turn, Aim.Mode.TOOLS);
      case "sml/thai" -> free(turn, Aim.Mode.THAI);
      case "sml/consensus" ->
          throw new NotBuilt(
              "`%s` is not built yet; use `sml/auto` meanwhile.".formatted(turn.model()));
      default -> explicit(turn, List.of(turn.model()));
    };
  }

  private Plan free(Turn turn, Aim.Mode mode) {
    Aim aim = Aim.of(turn, mode, faculty);
    Filter filter = new Filter(turn, mode == Aim.Mode.TOOLS);
    var field = new Field();
    for (Model model : roster.models()) {
      Fit fit = fit(model, aim.category());
      field.add(fit, filter.reason(model, fit.standing()), aim);
    }
    field.takeInThaiBlind();
    Ranking ranking = new Ranking(aim, turn.wishes(), settings);
    if (field.fits.isEmpty()) {
      return firstStep.whenAllRest(turn, aim.category(), field.resting, field.dropped, ranking);
    }
    Ranking.Order order = ranking.order(field.fits);
    List<Candidate> candidates = makerFirst(turn, order.candidates());
    Step first = firstStep.of(turn, candidates, order.racers());
    String note = firstStep.note(turn, first) + (order.note().isEmpty() ? "" : "; " + order.note());
    return plan(aim.category(), false, candidates, field.dropped, first, note);
  }

  /** The models a turn may use, those that rest, and those it may not, with the reason. */
  private static final class Field {
    private final List<Fit> fits = new ArrayList<>();
    private final List<Fit> resting = new ArrayList<>();
    private final List<Fit> thaiBlind = new ArrayList<>();
    private final List<Dropped> dropped = new ArrayList<>();

    void add(Fit fit, @Nullable String reason, Aim aim) {
      if (reason != null) {
        dropped.add(new Dropped(fit.model().ref(), reason));
        if (reason.startsWith("resting") && (!aim.thai() || fit.mayWriteThai())) {
          resting.add(fit);
        }
      } else if (aim.thai() && !fit.mayWriteThai()) {
        thaiBlind.add(fit);
      } else {
        fits.add(fit);
      }
    }

    /** Whoever cannot write Thai answers a Thai request only when there is nobody else at all. */
    void takeInThaiBlind() {
      if (fits.isEmpty() && resting.isEmpty()) {
        fits.addAll(thaiBlind);
      } else {
        thaiBlind.forEach(fit -> dropped.add(new Dropped(fit.model().ref(), "cannot write Thai")));
      }
    }
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
    Ranking ranking = new Ranking(aim, turn.wishes(), settings);
    List<Candidate> chain = new ArrayList<>();
    for (String id : ids) {
      List<Fit> fits =
          names.resolve(id).stream()
              .filter(models::add)
              .map(model -> fit(model, category))
              .toList();
      chain.addAll(ranking.named(fits));
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
    return new Fit(model, standing, local, faculty.of(model.ref()));
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
