package sml.gateway.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import sml.gateway.chat.Category;

/**
 * A linear model over hashed n-grams and structural signs finds the category of a prompt in one
 * walk over it; how it was trained is in docs/decisions/020.
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
    for (int column = 1; column < scores.length; column++) {
      best = scores[column] > scores[best] ? column : best;
    }
    float second = Float.NEGATIVE_INFINITY;
    for (int column = 0; column < scores.length; column++) {
      second = column == best ? second : Math.max(second, scores[column]);
    }
    Category category = WeightTable.CATEGORIES[best];
    if (category == Category.GENERAL && (thai || AnswerLanguage.hasThai(prompt))) {
      category = Category.THAI;
    }
    int column = best;
    return new Classification(category, thai, scores[best] - second, () -> signs(prompt, column));
  }

  /** Hash of the files that the weights were trained from. */
  static String trainedFrom() {
    return WEIGHTS.trainedFrom();
  }

  private static String signs(String prompt, int column) {
    record Sign(int feature, int weight) {}
    FeatureSpans featureSpans = new FeatureSpans();
    PromptFeatures promptFeatures = PromptFeatures.of(prompt, featureSpans);
    List<Sign> signs = new ArrayList<>();
    for (int index = 0; index < promptFeatures.size(); index++) {
      int weight = WEIGHTS.weight(promptFeatures.row(index), column);
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
