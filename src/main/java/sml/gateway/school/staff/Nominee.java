package sml.gateway.school.staff;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores.ExamStanding;
import sml.gateway.chat.ExamScores.Report;
import sml.gateway.chat.ExamScores.Score;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;

/**
 * A model that may get an office, with its results.
 *
 * @param live live statistics by category
 */
record Nominee(Model model, Report report, Function<Category, LiveStats.ModelStats> live) {
  private static final double EXAM = 0.7;

  ModelRef ref() {
    return model.ref();
  }

  boolean passed() {
    return report.standing() == ExamStanding.PASSED;
  }

  double expected(Category category) {
    return report.expected(category);
  }

  int answers(Category category) {
    var score = report.in(category);
    return score == null ? 0 : score.answers();
  }

  /** Answers in exams, all categories together. */
  int answers() {
    return report.scores().values().stream().mapToInt(Score::answers).sum();
  }

  /** The share of right answers in exams; without an exam, the expected share. */
  double overall() {
    return report.standing() == ExamStanding.UNTESTED ? prior(Category.GENERAL) : report.overall();
  }

  double success(Category category) {
    return live.apply(category).success();
  }

  /** The expected share without exam evidence, from other categories and live results. */
  double prior(Category category) {
    return EXAM * expected(category) + (1 - EXAM) * success(category);
  }

  /** Whether exams show this ability; null where it was not examined. */
  @Nullable Boolean proven(Category category) {
    var score = report.in(category);
    return switch (category) {
      case THAI -> report.writesThai();
      case TOOLS, VISION -> score == null ? null : Boolean.valueOf(score.share() > 0);
      default -> score == null ? null : Boolean.TRUE;
    };
  }

  /** Whether the catalogue lists this ability; null where that is unknown. */
  @Nullable Boolean said(Category category) {
    return switch (category) {
      case THAI -> model.thai() ? Boolean.TRUE : null;
      case TOOLS -> model.tools();
      case VISION -> model.vision();
      default -> Boolean.TRUE;
    };
  }
}
