package sml.gateway.routing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.HandClock;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.exams.TieBreakLab;
import sml.gateway.school.records.ExamEvidence;
import sml.gateway.school.records.ExamOutcome;
import sml.gateway.school.staff.TeacherElectionLab;

/**
 * The school of a field: one paper for each model at the beginning, then in each round of the work
 * cycle the tie-break questions that the product would ask; summed up and voted on by its own
 * classes. Every answer is a draw by what the model can really do at that moment. Quotas are not
 * looked at, and no model sits a second paper: the next is due after a day to a week.
 */
final class FieldSchool implements ExamScores {
  static final long ROUND_MS = 15 * 60_000;

  /** Questions of the level {@code high}. */
  private static final Map<Category, Integer> PAPER =
      Map.ofEntries(
          Map.entry(Category.THAI, 4),
          Map.entry(Category.MATH, 2),
          Map.entry(Category.SAFETY, 2),
          Map.entry(Category.CODE, 1),
          Map.entry(Category.REASONING, 1),
          Map.entry(Category.JSON, 1),
          Map.entry(Category.INSTRUCTION, 1),
          Map.entry(Category.CLASSIFICATION, 1),
          Map.entry(Category.COMPREHENSION, 1),
          Map.entry(Category.EXTRACTION, 1),
          Map.entry(Category.TOOLS, 1),
          Map.entry(Category.VISION, 1));

  private static final double PASS = 0.8;

  private final SchoolSettings settings =
      new Binder(new MapConfigurationPropertySource(Map.of()))
          .bindOrCreate("sml.school", SchoolSettings.class);
  private final List<Model> models;
  private final FieldAbilities abilities;
  private final LiveStats liveStats;
  private final HandClock clock;
  private final Random random;
  private final Map<ModelRef, Boolean> passed = new HashMap<>();
  private final Map<ModelRef, List<ExamOutcome>> shown = new HashMap<>();
  private final Map<ModelRef, Integer> asked = new HashMap<>();
  private Map<ModelRef, Report> reports = Map.of();
  private Map<Category, ModelRef> heads = Map.of();

  FieldSchool(
      long seed,
      List<Model> models,
      FieldAbilities abilities,
      LiveStats liveStats,
      HandClock clock) {
    this.models = models;
    this.abilities = abilities;
    this.liveStats = liveStats;
    this.clock = clock;
    this.random = new Random(seed ^ 0x2545F4914F6CDD1DL);
    models.forEach(model -> examine(model.ref()));
    renew();
  }

  private void examine(ModelRef ref) {
    int right = 0;
    int answers = 0;
    for (Category category : Category.values()) {
      int questions = PAPER.getOrDefault(category, 0);
      if (questions > 0) {
        int good = 0;
        for (int i = 0; i < questions; i++) {
          good += isRight(ref, category) ? 1 : 0;
        }
        show(new ExamOutcome(ref, category, true, clock.instant(), good, questions));
        right += good;
        answers += questions;
      }
    }
    passed.put(ref, right >= PASS * answers);
  }

  private boolean isRight(ModelRef ref, Category category) {
    return random.nextDouble() < abilities.inExam(ref, category);
  }

  private void show(ExamOutcome outcome) {
    shown.computeIfAbsent(outcome.ref(), ref -> new ArrayList<>()).add(outcome);
  }

  /** One round of the work cycle. */
  void round() {
    for (TieBreakLab.Asked question : TieBreakLab.questions(models, this, liveStats, settings)) {
      boolean right = isRight(question.ref(), question.category());
      asked.merge(question.ref(), 1, Integer::sum);
      show(
          new ExamOutcome(
              question.ref(), question.category(), false, clock.instant(), right ? 1 : 0, 1));
    }
    renew();
  }

  /** Tie-break questions to a model so far. */
  int asked(ModelRef ref) {
    return asked.getOrDefault(ref, 0);
  }

  /** Tie-break questions to all models so far. */
  int asked() {
    return asked.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void renew() {
    Map<ModelRef, Report> fresh = new HashMap<>();
    shown.forEach((ref, outcomes) -> fresh.put(ref, report(ref, outcomes)));
    reports = fresh;
    heads = TeacherElectionLab.heads(models, this, liveStats, clock.instant());
  }

  private Report report(ModelRef ref, List<ExamOutcome> outcomes) {
    var overall = new ExamEvidence(clock.instant(), settings.halfLife());
    Map<Category, ExamEvidence> byCategory = new EnumMap<>(Category.class);
    for (ExamOutcome one : outcomes) {
      byCategory
          .computeIfAbsent(
              one.category(), fresh -> new ExamEvidence(clock.instant(), settings.halfLife()))
          .add(one.right(), one.answers(), one.at());
      if (one.exam()) {
        overall.add(one.right(), one.answers(), one.at());
      }
    }
    Map<Category, Score> scores = new EnumMap<>(Category.class);
    byCategory.forEach((category, examEvidence) -> scores.put(category, examEvidence.score()));
    boolean pass = Boolean.TRUE.equals(passed.get(ref));
    return new Report(
        pass ? ExamStanding.PASSED : ExamStanding.FAILED, overall.score().share(), scores);
  }

  @Override
  public Report of(ModelRef ref) {
    return reports.getOrDefault(ref, Report.UNTESTED);
  }

  @Override
  public Optional<ModelRef> head(Category category) {
    return Optional.ofNullable(heads.get(category));
  }
}
