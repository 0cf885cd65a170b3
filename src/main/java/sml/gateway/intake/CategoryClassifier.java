package sml.gateway.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import sml.gateway.chat.Category;

/**
 * A linear model over hashed n-grams and structural signs tells the category of a prompt in one
 * walk over it; how it was trained is told in docs/decisions/020.
 */
final class CategoryClassifier {
  private static final int SIGNS = 5;
  private static final WeightTable WEIGHTS = WeightTable.load();

  private CategoryClassifier() {}

  /** The category and the language of the answer. */
  public static Classification classify(String prompt) {
    return classify(prompt, AnswerLanguage.isThai(prompt));
  }

  /** The category, where the language of the answer is known. */
  public static Classification classify(String prompt, boolean thai) {
    float[] scores = WEIGHTS.scores(PromptFeatures.of(prompt));
    int best = 0;
    for (int lane = 1; lane < scores.length; lane++) {
      best = scores[lane] > scores[best] ? lane : best;
    }
    float second = Float.NEGATIVE_INFINITY;
    for (int lane = 0; lane < scores.length; lane++) {
      second = lane == best ? second : Math.max(second, scores[lane]);
    }
    Category category = WeightTable.LANES[best];
    if (category == Category.GENERAL && (thai || AnswerLanguage.hasThai(prompt))) {
      category = Category.THAI;
    }
    int lane = best;
    return new Classification(category, thai, scores[best] - second, () -> signs(prompt, lane));
  }

  /** Hash of the files that the weights were trained from. */
  static String trainedFrom() {
    return WEIGHTS.trainedFrom();
  }

  private static String signs(String prompt, int lane) {
    record Sign(int feature, int weight) {}
    FeatureSpans featureSpans = new FeatureSpans();
    PromptFeatures promptFeatures = PromptFeatures.of(prompt, featureSpans);
    List<Sign> signs = new ArrayList<>();
    for (int index = 0; index < promptFeatures.size(); index++) {
      int weight = WEIGHTS.weight(promptFeatures.row(index), lane);
      if (weight > 0) {
        signs.add(new Sign(index, weight));
      }
    }
    signs.sort(Comparator.comparingInt(Sign::weight).reversed());
    var shown = new LinkedHashSet<String>();
    for (Sign sign : signs) {
      String text = featureSpans.text(sign.feature(), prompt);
      if (shown.size() < SIGNS && shown.stream().noneMatch(other -> overlap(other, text))) {
        shown.add(text);
      }
    }
    return String.join(", ", shown);
  }

  private static boolean overlap(String one, String other) {
    return one.contains(other) || other.contains(one);
  }
}
