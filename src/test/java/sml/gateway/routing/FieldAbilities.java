package sml.gateway.routing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.routing.FieldProvider.Outcome;

/**
 * What the models of a field can really do: a chance of a right answer per model and category,
 * drawn around one of the model, and how that changes during the run. No policy but the oracle sees
 * it.
 */
final class FieldAbilities {
  private static final Map<String, Double> USUAL = Map.of("s", .62, "m", .76, "l", .87);
  private static final double BETWEEN_MODELS = .07;
  private static final double BETWEEN_CATEGORIES = .08;
  private static final double LEAST = .05;
  private static final double MOST = .98;
  private static final double SLOWER = 6;

  private final Map<ModelRef, Map<Category, Double>> chances = new HashMap<>();
  private final Map<ModelRef, Double> slower = new HashMap<>();
  private final Map<ModelRef, Category> lost = new HashMap<>();
  private final List<Drift> drifts = new ArrayList<>();

  /** How a model changes. */
  enum Change {
    /** Its answers of one category are empty or invalid from now on. */
    LOSES_A_CATEGORY,
    /** It takes six times as long. */
    BECOMES_SLOW,
    /** Half of its right answers are wrong from now on, and look no different. */
    GETS_WORSE,
    /** It is nearly always right. */
    GETS_BETTER
  }

  /**
   * A change.
   *
   * @param request from which on
   * @param category that is watched for it
   */
  record Drift(int request, Change change, ModelRef ref, Category category) {}

  FieldAbilities(long seed, List<Model> models) {
    Random random = new Random(seed ^ 0x5DEECE66DL);
    for (Model model : models) {
      double usual =
          Objects.requireNonNull(USUAL.get(model.name())) + BETWEEN_MODELS * random.nextGaussian();
      Map<Category, Double> own = new EnumMap<>(Category.class);
      for (Category category : Category.values()) {
        own.put(category, bounded(usual + BETWEEN_CATEGORIES * random.nextGaussian()));
      }
      chances.put(model.ref(), own);
    }
  }

  private static double bounded(double chance) {
    return Math.clamp(chance, LEAST, MOST);
  }

  /** The chance of a right answer, if one comes. */
  double of(ModelRef ref, Category category) {
    return Objects.requireNonNull(chancesOf(ref).get(category));
  }

  /** The chance of a right answer to a question of an exam: none in a category that is lost. */
  double inExam(ModelRef ref, Category category) {
    return loses(ref, category) ? 0 : of(ref, category);
  }

  /** Over all categories. */
  double overall(ModelRef ref) {
    return chancesOf(ref).values().stream().mapToDouble(chance -> chance).average().orElseThrow();
  }

  private Map<Category, Double> chancesOf(ModelRef ref) {
    return Objects.requireNonNull(chances.get(ref));
  }

  void change(Drift drift) {
    drifts.add(drift);
    switch (drift.change) {
      case LOSES_A_CATEGORY -> lost.put(drift.ref, drift.category);
      case BECOMES_SLOW -> slower.put(drift.ref, SLOWER);
      case GETS_WORSE -> chancesOf(drift.ref).replaceAll((category, chance) -> chance / 2);
      case GETS_BETTER -> chancesOf(drift.ref).replaceAll((category, chance) -> MOST);
    }
  }

  /** All changes so far. */
  List<Drift> drifts() {
    return List.copyOf(drifts);
  }

  boolean loses(ModelRef ref, Category category) {
    return lost.get(ref) == category;
  }

  /** How many times its usual time it takes. */
  double slower(ModelRef ref) {
    return slower.getOrDefault(ref, 1.0);
  }

  /** What becomes of a call after all changes. */
  Outcome after(ModelRef ref, Category category, Outcome outcome) {
    double times = slower(ref);
    return switch (outcome) {
      case Outcome.Content(long first, long end) ->
          loses(ref, category)
              ? new Outcome.Spoilt(Math.round(times * end))
              : new Outcome.Content(Math.round(times * first), Math.round(times * end));
      case Outcome.Cut(long first, long end) ->
          new Outcome.Cut(Math.round(times * first), Math.round(times * end));
      case Outcome.Refusal refusal -> refusal;
      case Outcome.Spoilt spoilt -> spoilt;
      case Outcome.Hang hang -> hang;
    };
  }
}
