package sml.gateway.chat;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What exams say about models, for ranking: an immutable snapshot in memory, renewed after each
 * round and for changes of another replica. Reading costs no more than a map look-up.
 */
public interface ExamScores {

  /** The report of a model; {@link Report#UNTESTED} while it has none at the active level. */
  Report of(ModelRef ref);

  /** The teacher who leads a category; {@code GENERAL} has the principal. */
  Optional<ModelRef> head(Category category);

  /**
   * A model's exam results at the active level.
   *
   * @param standing of its last finished attempt
   * @param overall share of right answers over all evidence, 0 to 1
   * @param scores by category, absent where it was not examined
   */
  record Report(ExamStanding standing, double overall, Map<Category, Score> scores) {
    /** Nothing is known yet. */
    public static final Report UNTESTED = new Report(ExamStanding.UNTESTED, 0, Map.of());

    private static final double CAUTIOUS = 0.5;
    private static final double THAI_AT_LEAST = 0.5;

    /** How many answers of the category the others are worth. */
    private static final double BORROWED = 2;

    public Report {
      scores = Map.copyOf(scores);
    }

    /** The score in a category, null without evidence. */
    public @Nullable Score in(Category category) {
      return scores.get(category);
    }

    /**
     * The share of right answers to expect in a category: few answers are believed as far as they
     * go, the rest is taken from the model's other answers, and of an untested one a cautious half.
     */
    public double expected(Category category) {
      double others = standing == ExamStanding.UNTESTED && scores.isEmpty() ? CAUTIOUS : overall;
      Score score = scores.get(category);
      return score == null
          ? others
          : (score.share * score.answers + BORROWED * others) / (score.answers + BORROWED);
    }

    /** True when its answers in Thai show that it writes Thai; null without such answers. */
    public @Nullable Boolean writesThai() {
      Score thai = scores.get(Category.THAI);
      return thai == null ? null : Boolean.valueOf(thai.share >= THAI_AT_LEAST);
    }
  }

  /** Whether a model has passed. */
  enum ExamStanding {
    PASSED,
    FAILED,
    UNTESTED
  }

  /**
   * Evidence in one category.
   *
   * @param share of right answers, 0 to 1
   * @param answers how many answers that is based on
   * @param low lower end of the 95 % Wilson interval
   * @param high its upper end
   */
  record Score(double share, int answers, double low, double high) {}
}
