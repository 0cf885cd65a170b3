package sml.gateway.school.staff;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores.ExamStanding;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.staff.Teacher.Role;

/**
 * Chooses the teachers. The best expected share of right answers wins; ties go to more answers,
 * then to live success, then to the name. A model that passed its exam is preferred to a failed one
 * that is better by less than five points. Without exam evidence in a category a model is chosen
 * provisionally, by its other answers and live results.
 */
final class TeacherElection {
  private static final double CLOSE = 0.05;

  private final List<Nominee> nominees;
  private final Instant now;

  TeacherElection(List<Nominee> nominees, Instant now) {
    this.nominees = nominees;
    this.now = now;
  }

  /** All offices: one principal, a head for each category, proctors; none without nominees. */
  List<Teacher> all(int mostProctors) {
    List<Teacher> teachers = new ArrayList<>();
    if (nominees.isEmpty()) {
      return teachers;
    }
    teachers.add(principal());
    for (Category category : Category.values()) {
      if (category != Category.GENERAL) {
        teachers.add(head(category));
      }
    }
    teachers.addAll(proctors(teachers, mostProctors));
    return teachers;
  }

  private Teacher principal() {
    Nominee best = nominees.stream().min(byStanding().thenComparing(byOverall())).get();
    boolean tested = best.report().standing() != ExamStanding.UNTESTED;
    return tested
        ? teacher(best, Role.PRINCIPAL, null, best.report().overall(), false, "best overall score")
        : teacher(
            best,
            Role.PRINCIPAL,
            null,
            best.prior(Category.GENERAL),
            true,
            "no model was examined");
  }

  private Teacher head(Category category) {
    List<Nominee> proven =
        nominees.stream().filter(one -> Boolean.TRUE.equals(one.proven(category))).toList();
    return proven.isEmpty() ? provisional(category) : examined(category, proven);
  }

  private Teacher examined(Category category, List<Nominee> proven) {
    List<Nominee> ranked = proven.stream().sorted(byExam(category)).toList();
    Nominee best = ranked.getFirst();
    double least = best.expected(category) - CLOSE;
    Nominee chosen =
        ranked.stream()
            .filter(one -> one.passed() && one.expected(category) >= least)
            .findFirst()
            .orElse(best);
    String why =
        String.format(
            Locale.ROOT,
            "%.0f %% expected from %d answers%s",
            100 * chosen.expected(category),
            chosen.answers(category),
            chosen == best ? "" : ", preferred to " + best.ref() + " that failed its exam");
    return teacher(chosen, Role.HEAD, category, chosen.expected(category), false, why);
  }

  /**
   * No model was examined in the category, or none could do it: the best of those that may be able.
   */
  private Teacher provisional(Category category) {
    Predicate<Nominee> able = one -> Boolean.TRUE.equals(one.said(category));
    Predicate<Nominee> maybe = one -> !Boolean.FALSE.equals(one.said(category));
    Predicate<Nominee> unproven = one -> one.proven(category) == null;
    Nominee best =
        Stream.of(able.and(unproven), maybe.and(unproven), able, maybe)
            .flatMap(
                fit ->
                    nominees.stream()
                        .filter(fit)
                        .min(byStanding().thenComparing(byPrior(category)))
                        .stream())
            .findFirst()
            .orElseGet(() -> nominees.stream().min(byPrior(category)).orElseThrow());
    return teacher(
        best, Role.HEAD, category, best.prior(category), true, "no exam evidence in this category");
  }

  /** The next best models that passed; heads become proctors only when there are too few others. */
  private List<Teacher> proctors(List<Teacher> chosen, int most) {
    Set<ModelRef> busy = new HashSet<>();
    chosen.forEach(teacher -> busy.add(teacher.ref()));
    return nominees.stream()
        .filter(Nominee::passed)
        .sorted(
            Comparator.comparing((Nominee one) -> busy.contains(one.ref()))
                .thenComparing(byOverall()))
        .limit(most)
        .map(
            one ->
                teacher(
                    one,
                    Role.PROCTOR,
                    null,
                    one.report().overall(),
                    false,
                    "among the best overall"))
        .toList();
  }

  private static Comparator<Nominee> byStanding() {
    return comparingInt(
        one ->
            switch (one.report().standing()) {
              case PASSED -> 0;
              case UNTESTED -> 1;
              case FAILED -> 2;
            });
  }

  /** By all exam answers; models without any by their expected share. */
  private static Comparator<Nominee> byOverall() {
    return comparingDouble((Nominee one) -> -one.overall())
        .thenComparingInt(one -> -one.answers())
        .thenComparingDouble(one -> -one.success(Category.GENERAL))
        .thenComparing(one -> one.ref().id());
  }

  private static Comparator<Nominee> byExam(Category category) {
    return comparingDouble((Nominee one) -> -one.expected(category))
        .thenComparingInt(one -> -one.answers(category))
        .thenComparingDouble(one -> -one.success(category))
        .thenComparing(one -> one.ref().id());
  }

  private static Comparator<Nominee> byPrior(Category category) {
    return comparingDouble((Nominee one) -> -one.prior(category))
        .thenComparingDouble(one -> -one.success(category))
        .thenComparingInt(one -> -one.model().contextLength())
        .thenComparing(one -> one.ref().id());
  }

  private Teacher teacher(
      Nominee one,
      Role role,
      @Nullable Category category,
      double score,
      boolean provisional,
      String why) {
    return new Teacher(one.ref(), role, category, score, provisional, why, now, 0);
  }
}
