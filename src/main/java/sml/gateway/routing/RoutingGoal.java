package sml.gateway.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.ExamScores.ExamStanding;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.hedge.WilsonInterval;
import sml.gateway.routing.CandidateRanking.RankedModel;

/**
 * What a request asks for: its category, its language, and who teaches that.
 *
 * @param thai the answer has to be in Thai
 * @param teacher head of the category, or null while there is none
 */
record RoutingGoal(Mode mode, Category category, boolean thai, @Nullable ModelRef teacher) {
  // with fewer live results than this no teacher is passed over
  private static final int SAMPLES = 10;

  private static final int RANKS = 4;

  /** One-sided 95 % of the normal distribution. */
  private static final double Z = 1.645;

  /** The virtual models. */
  enum Mode {
    AUTO,
    FAST,
    TOOLS,
    THAI,
    CONSENSUS
  }

  static RoutingGoal of(ChatRequest request, Mode mode, ExamScores examScores) {
    Category category =
        switch (mode) {
          case AUTO, FAST, CONSENSUS -> request.profile().category();
          case TOOLS -> Category.TOOLS;
          case THAI -> Category.THAI;
        };
    boolean thai = request.profile().thai() || mode == Mode.THAI;
    Optional<ModelRef> head = examScores.head(category);
    if (thai && head.filter(one -> writesThai(examScores, one)).isEmpty()) {
      head = examScores.head(Category.THAI);
    }
    return new RoutingGoal(mode, category, thai, head.orElse(null));
  }

  private static boolean writesThai(ExamScores examScores, ModelRef ref) {
    return Boolean.TRUE.equals(examScores.of(ref).writesThai());
  }

  /** The share of good answers to expect, 0 to 1; a task in Thai needs both. */
  double quality(RankedModel fit) {
    double task = fit.report().expected(category);
    return thai ? Math.min(task, thaiQuality(fit)) : task;
  }

  /** Until exams have shown it, no more than the model's family lets expect. */
  private static double thaiQuality(RankedModel fit) {
    double expected = fit.report().expected(Category.THAI);
    return fit.report().writesThai() == null
        ? Math.min(expected, fit.model().thaiPrior())
        : expected;
  }

  /** The models by where they stand before any value is looked at, the first to be asked first. */
  List<List<RankedModel>> ranks(List<RankedModel> fits) {
    boolean thaiKnown =
        thai && fits.stream().anyMatch(fit -> Boolean.TRUE.equals(fit.report().writesThai()));
    List<List<RankedModel>> ranks = new ArrayList<>();
    for (int rank = 0; rank < RANKS; rank++) {
      ranks.add(new ArrayList<>());
    }
    fits.forEach(fit -> ranks.get(rank(fit, thaiKnown)).add(fit));
    ranks.removeIf(List::isEmpty);
    return ranks;
  }

  private int rank(RankedModel fit, boolean thaiKnown) {
    int failed = fit.report().standing() == ExamStanding.FAILED ? 2 : 0;
    boolean doubtful = thai && !Boolean.TRUE.equals(knownThai(fit, thaiKnown));
    return failed + (doubtful ? 1 : 0);
  }

  /** Before any exam the name and the family have to do. */
  private static @Nullable Boolean knownThai(RankedModel fit, boolean thaiKnown) {
    return thaiKnown || fit.report().writesThai() != null
        ? fit.report().writesThai()
        : Boolean.valueOf(fit.model().likelyWritesThai());
  }

  /**
   * Puts the teacher before the others of its rank, unless live results say with 95 % confidence
   * that one of them does better; returns what was done.
   */
  String promoteTeacher(List<RankedModel> ranked, Utility utility) {
    if (teacher == null) {
      return "";
    }
    RankedModel teaching = first(ranked, fit -> fit.model().ref().equals(teacher));
    if (teaching == null) {
      return "teacher " + teacher + " is not available";
    }
    RankedModel better = clearlyBetter(ranked, teaching);
    if (better != null) {
      return String.format(
          Locale.ROOT,
          "teacher %s passed over: live success %.0f %% of %d, %s has %.0f %% of %d (95 %% sure)",
          teacher,
          100 * teaching.stats().success(),
          teaching.stats().samples(),
          better.model().ref(),
          100 * better.stats().success(),
          better.stats().samples());
    }
    RankedModel worthier = worthMore(ranked, teaching, utility);
    if (worthier != null) {
      return "teacher %s passed over: %s, %s has %s (95 %% sure that it is worth more)"
          .formatted(teacher, shown(teaching), worthier.model().ref(), shown(worthier));
    }
    ranked.remove(teaching);
    ranked.addFirst(teaching);
    return "teacher " + teacher + " leads";
  }

  private static @Nullable RankedModel first(
      List<RankedModel> ranked, Predicate<RankedModel> wanted) {
    return ranked.stream().filter(wanted).findFirst().orElse(null);
  }

  private static String shown(RankedModel fit) {
    return String.format(
        Locale.ROOT,
        "%.2f s and live success %.0f %% of %d",
        fit.end().median().toMillis() / 1000.0,
        100 * fit.stats().success(),
        fit.stats().samples());
  }

  /** At its worst it is worth more than the teacher at its best, as far as live results show. */
  private static @Nullable RankedModel worthMore(
      List<RankedModel> ranked, RankedModel teaching, Utility utility) {
    if (!isKnown(teaching)) {
      return null;
    }
    double best = utility.live(teaching, Z);
    return first(ranked, fit -> isKnown(fit) && utility.live(fit, -Z) > best);
  }

  private static @Nullable RankedModel clearlyBetter(
      List<RankedModel> ranked, RankedModel teaching) {
    if (!isKnown(teaching)) {
      return null;
    }
    double best = live(teaching).high();
    return first(ranked, fit -> isKnown(fit) && live(fit).low() > best);
  }

  private static boolean isKnown(RankedModel fit) {
    return fit.stats().samples() >= SAMPLES;
  }

  private static WilsonInterval live(RankedModel fit) {
    return WilsonInterval.of(fit.stats().success(), fit.stats().samples());
  }
}
