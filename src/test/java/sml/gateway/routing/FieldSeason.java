package sml.gateway.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.hedge.Ticker;
import sml.gateway.routing.FieldAbilities.Change;
import sml.gateway.routing.FieldAbilities.Drift;
import sml.gateway.routing.FieldProvider.Outcome;

/**
 * Some hours of one request in half a minute, in which models change. The school holds its rounds
 * beside it. Which model changes is drawn among those that the product relies on, so the product is
 * run first and the others meet the same changes.
 */
final class FieldSeason implements FieldWorld {
  static final int REQUESTS = 800;
  static final int GAP_MS = 30_000;
  private static final int LOOKS = 10;
  private static final double POINTS = 10;

  /** From which request on a model changes, twice each. */
  private static final Map<Integer, Change> CALENDAR =
      Map.of(
          60, Change.LOSES_A_CATEGORY,
          120, Change.BECOMES_SLOW,
          180, Change.GETS_WORSE,
          240, Change.GETS_BETTER,
          330, Change.LOSES_A_CATEGORY,
          390, Change.BECOMES_SLOW,
          450, Change.GETS_WORSE,
          510, Change.GETS_BETTER);

  private final Who who;
  private final long seed;
  private final List<FieldProvider.Kind> kinds;
  private final @Nullable List<Drift> given;
  private final Random random;
  private final List<Model> models = new ArrayList<>();
  private final double[] right = new double[REQUESTS];
  private final List<FieldNotice.Lead> leads = new ArrayList<>();
  private final List<FieldNotice.Asked> calls = new ArrayList<>();
  private @Nullable FieldAbilities abilities;
  private @Nullable FieldSchool school;
  private @Nullable FieldOracle oracle;
  private final List<Drift> mattering = new ArrayList<>();

  /** Who decides. */
  enum Who {
    OURS("ours"),
    ROUND_ROBIN("round-robin"),
    BEST_BY_EXAM("best-by-exam"),
    HEDGE_OF_THREE("hedge-of-three"),
    ORACLE("oracle"),
    BEST_BY_TRUTH("most right, whatever the time");

    final String label;

    Who(String label) {
      this.label = label;
    }
  }

  /**
   * What came of it.
   *
   * @param right by request, the chance that its answer is right; 0 when none came
   * @param notices what became of the changes after which another model is the better choice
   * @param questions asked by the school
   */
  record Result(
      Field.Result field,
      double[] right,
      List<Drift> drifts,
      List<FieldNotice> notices,
      int questions) {

    double right(int from, int to) {
      return Arrays.stream(right, from, to).average().orElseThrow();
    }
  }

  private FieldSeason(
      Who who, long seed, List<FieldProvider.Kind> kinds, @Nullable List<Drift> given) {
    this.who = who;
    this.seed = seed;
    this.kinds = kinds;
    this.given = given;
    this.random = new Random(seed * 31 + 7);
  }

  /** A run; {@code given} are the changes, null to draw them. */
  static Result run(Who who, long seed, RoutingSettings settings, @Nullable List<Drift> given) {
    var season = new FieldSeason(who, seed, FieldProvider.TWELVE, given);
    var load = new Field.Load(REQUESTS, 1_000, 1000.0 / GAP_MS);
    var field = new Field(seed, load, settings, season.kinds, season);
    for (long at = FieldSchool.ROUND_MS;
        at < (long) REQUESTS * GAP_MS;
        at += FieldSchool.ROUND_MS) {
      field.at(at, season.school()::round);
    }
    Field.Result result = field.run();
    List<Drift> drifts = season.abilities().drifts();
    return new Result(
        result,
        season.right,
        drifts,
        season.mattering.stream()
            .map(drift -> FieldNotice.of(drift, season.leads, season.calls, REQUESTS))
            .toList(),
        season.school().asked());
  }

  private FieldAbilities abilities() {
    return Objects.requireNonNull(abilities);
  }

  private FieldSchool school() {
    return Objects.requireNonNull(school);
  }

  @Override
  public FieldPolicy policy(
      Field field, ModelRegistry registry, HedgeBudget budget, RoutingSettings settings) {
    models.addAll(registry.models());
    abilities = new FieldAbilities(seed, models);
    school = new FieldSchool(seed, models, abilities, field.lab.liveStats, field.lab.clock);
    oracle = new FieldOracle(abilities, field.lab.liveStats, kinds);
    Ticker ticker = () -> field.now() * 1_000_000;
    FieldPolicy policy =
        switch (who) {
          case OURS ->
              FieldWorld.product(field, registry, budget, settings, field.lab.liveStats, school);
          case ORACLE -> FieldWorld.product(field, registry, budget, settings, oracle, oracle);
          case ROUND_ROBIN -> new FieldPolicy.RoundRobin(models, ticker);
          case BEST_BY_EXAM -> new FieldPolicy.BestByExam(models, school, 1, ticker);
          case HEDGE_OF_THREE -> new FieldPolicy.BestByExam(models, school, 3, ticker);
          case BEST_BY_TRUTH -> new FieldPolicy.BestByExam(models, oracle, 1, ticker);
        };
    return new Watched(policy);
  }

  /** Notes who leads, and lets models change in time. */
  private final class Watched implements FieldPolicy {
    private final FieldPolicy policy;

    Watched(FieldPolicy policy) {
      this.policy = policy;
    }

    @Override
    public Plan plan(ChatRequest request, int nth) {
      drift(nth);
      Plan plan = policy.plan(request, nth);
      if (!plan.candidates().isEmpty()) {
        leads.add(
            new FieldNotice.Lead(
                nth, request.profile().category(), plan.candidates().getFirst().ref()));
      }
      return plan;
    }

    @Override
    public Plan planAgain(ChatRequest request, Plan plan) {
      return policy.planAgain(request, plan);
    }
  }

  private void drift(int nth) {
    if (given != null) {
      given.stream().filter(drift -> drift.request() == nth).forEach(this::change);
      return;
    }
    Change change = CALENDAR.get(nth);
    if (change != null) {
      List<Category> categories = new ArrayList<>(FieldRequest.CATEGORIES);
      Collections.shuffle(categories, random);
      ModelRef hidden = hidden();
      categories.stream()
          .flatMap(
              category ->
                  (change == Change.GETS_BETTER ? Optional.of(hidden) : leader(category))
                      .map(ref -> new Drift(nth, change, ref, category)).stream())
          .findFirst()
          .ifPresent(this::change);
    }
  }

  private void change(Drift drift) {
    abilities().change(drift);
    if (matters(drift)) {
      mattering.add(drift);
    }
  }

  /** Another model is now worth more than ten points more, or this one than all others. */
  private boolean matters(Drift drift) {
    double own = oracle().worth(drift.ref(), drift.category());
    double other =
        models.stream()
            .filter(model -> !model.ref().equals(drift.ref()))
            .filter(model -> !isTools(drift) || !Boolean.FALSE.equals(model.tools()))
            .mapToDouble(model -> oracle().worth(model.ref(), drift.category()))
            .max()
            .orElseThrow();
    return drift.change() == Change.GETS_BETTER ? own > other + POINTS : other > own + POINTS;
  }

  private static boolean isTools(Drift drift) {
    return drift.category() == Category.TOOLS;
  }

  private FieldOracle oracle() {
    return Objects.requireNonNull(oracle);
  }

  /** A model that no policy relies on. */
  private ModelRef hidden() {
    List<ModelRef> middle =
        models.stream().map(Model::ref).filter(ref -> ref.model().equals("m")).toList();
    return middle.get(random.nextInt(middle.size()));
  }

  /** The model that led most of the last plans of a category, of those that have not changed. */
  private Optional<ModelRef> leader(Category category) {
    Map<ModelRef, Long> often =
        leads.stream()
            .filter(lead -> lead.category() == category)
            .filter(
                lead ->
                    abilities().drifts().stream().noneMatch(old -> old.ref().equals(lead.ref())))
            .sorted(Comparator.comparing(FieldNotice.Lead::request).reversed())
            .limit(LOOKS)
            .collect(Collectors.groupingBy(FieldNotice.Lead::ref, Collectors.counting()));
    return often.entrySet().stream()
        .max(
            Map.Entry.<ModelRef, Long>comparingByValue()
                .thenComparing(entry -> entry.getKey().id()))
        .map(Map.Entry::getKey);
  }

  @Override
  public Outcome outcome(ChatRequest request, int nth, ModelRef ref, Outcome outcome) {
    calls.add(new FieldNotice.Asked(nth, ref));
    return abilities().after(ref, request.profile().category(), outcome);
  }

  @Override
  public void ended(int nth, @Nullable Candidate by) {
    right[nth] =
        by == null
            ? 0
            : abilities()
                .of(by.ref(), FieldRequest.CATEGORIES.get(nth % FieldRequest.CATEGORIES.size()));
  }
}
