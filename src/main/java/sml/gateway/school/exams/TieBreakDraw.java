package sml.gateway.school.exams;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.SchoolSettings;

/**
 * Chooses the models and categories of the tie-break questions of a round: the models that answer
 * most requests of a category now, whatever their evidence, because live traffic does not show that
 * a model got worse; and the best few models with too little evidence. For one model, categories
 * with live requests come first, then those with the least evidence.
 */
final class TieBreakDraw {
  /** From this many live results a model counts as used in a category. */
  private static final int USED = 3;

  private final ExamScores examScores;
  private final LiveStats liveStats;
  private final SchoolSettings settings;

  /** A model and the category of its question. */
  record Call(Model model, Category category, boolean used) {}

  TieBreakDraw(ExamScores examScores, LiveStats liveStats, SchoolSettings settings) {
    this.examScores = examScores;
    this.liveStats = liveStats;
    this.settings = settings;
  }

  /** The questions of a round. */
  List<Call> calls(List<Model> models) {
    Map<ModelRef, List<Call>> wanted = new LinkedHashMap<>();
    for (Category category : Category.values()) {
      List<Model> examined =
          models.stream()
              .filter(Model::chat)
              .filter(model -> examScores.of(model.ref()).in(category) != null)
              .toList();
      List<Model> used = used(examined, category);
      Stream.concat(
              used.stream().map(model -> new Call(model, category, true)),
              contenders(examined, category).stream()
                  .filter(model -> !used.contains(model))
                  .map(model -> new Call(model, category, false)))
          .forEach(
              call -> wanted.computeIfAbsent(call.model.ref(), ref -> new ArrayList<>()).add(call));
    }
    return wanted.values().stream()
        .flatMap(
            calls ->
                calls.stream()
                    .sorted(
                        comparing((Call call) -> !call.used)
                            .thenComparing(
                                comparingInt(call -> answers(call.model, call.category))))
                    .limit(settings.tieBreakPerRound()))
        .toList();
  }

  private List<Model> used(List<Model> examined, Category category) {
    return examined.stream()
        .filter(model -> samples(model, category) >= USED)
        .sorted(comparingLong(model -> -samples(model, category)))
        .limit(settings.tieBreakUsed())
        .toList();
  }

  private long samples(Model model, Category category) {
    return liveStats.of(model.ref(), category).samples();
  }

  /** The best few, without those with enough evidence. */
  private List<Model> contenders(List<Model> examined, Category category) {
    return examined.stream()
        .sorted(comparingDouble(model -> -examScores.of(model.ref()).expected(category)))
        .limit(settings.contenders())
        .filter(model -> answers(model, category) < settings.tieBreakAnswers())
        .toList();
  }

  private int answers(Model model, Category category) {
    ExamScores.Score score = examScores.of(model.ref()).in(category);
    return score == null ? 0 : score.answers();
  }
}
