package sml.gateway.school.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.school.exams.ActiveLevel;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.Question;
import sml.gateway.school.paper.QuestionBank;
import sml.gateway.school.questions.QuestionVariant;
import sml.gateway.school.questions.VariantStore;

/** {@code /api/exam-config}: the levels, and at which of them exams are held. */
@Component("examConfigApi")
final class ExamConfigApi {
  private final ActiveLevel active;
  private final QuestionBank bank;
  private final VariantStore variants;
  private final WorkerLog log;
  private final Clock clock;

  ExamConfigApi(
      ActiveLevel active, QuestionBank bank, VariantStore variants, WorkerLog log, Clock clock) {
    this.active = active;
    this.bank = bank;
    this.variants = variants;
    this.log = log;
    this.clock = clock;
  }

  /** What a level is called and asks for. */
  record Meta(String label, String emoji, int threshold, String description) {
    static Meta of(ExamLevel level) {
      return new Meta(level.label(), level.emoji(), level.threshold(), level.description());
    }
  }

  /** The body of {@code POST}. */
  record LevelChoice(String level) {}

  record LevelChanged(boolean ok, String level, Meta meta) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Config(
      String active, String level, List<LevelRow> levels, @Nullable List<Shown> questions) {}

  record LevelRow(
      String id, String label, String emoji, int threshold, String description, int questionCount) {
    static LevelRow of(ExamLevel level) {
      return new LevelRow(
          level.id(),
          level.label(),
          level.emoji(),
          level.threshold(),
          level.description(),
          level.questions());
    }
  }

  /** A question of the sample, with the wordings that may be asked instead. */
  record Shown(@JsonUnwrapped Question.Preview question, List<Other> variants) {}

  /** An accepted variant, before facts are filled in; {@code used} attempts drew it. */
  record Other(long id, String prompt, int used) {}

  /**
   * The levels; with {@code includeQuestions} also a sample paper of {@code level}, the active one
   * unless given, and the accepted variants of its questions. The questions of real papers are
   * drawn anew for each attempt.
   */
  public Config get(
      @Header("level") @Nullable String asked,
      @Header("includeQuestions") @Nullable String includeQuestions) {
    String id = QueryParameters.text(asked);
    ExamLevel level = id == null ? active.get() : level(id);
    boolean sample =
        Boolean.TRUE.equals(QueryParameters.flag("includeQuestions", includeQuestions));
    return new Config(
        active.get().id(),
        level.id(),
        Arrays.stream(ExamLevel.values()).map(LevelRow::of).toList(),
        sample ? sample(level) : null);
  }

  private List<Shown> sample(ExamLevel level) {
    Map<String, List<QuestionVariant>> accepted =
        variants.all().stream()
            .filter(one -> one.state() == QuestionVariant.State.ACCEPTED)
            .collect(Collectors.groupingBy(QuestionVariant::questionId));
    return bank.paper(level, clock.millis()).stream()
        .map(one -> new Shown(one.preview(), other(accepted.getOrDefault(one.id(), List.of()))))
        .toList();
  }

  private static List<Other> other(List<QuestionVariant> accepted) {
    return accepted.stream().map(one -> new Other(one.id(), one.prompt(), one.used())).toList();
  }

  /** Sets the active level, from the next round on; makes no model due by itself. */
  public LevelChanged set(LevelChoice choice) {
    ExamLevel level = level(choice.level());
    active.set(level);
    log.note(
        "exam", WorkerLog.Level.INFO, "Exams are held at level " + level.id() + " from now on");
    return new LevelChanged(true, level.id(), Meta.of(level));
  }

  private static ExamLevel level(@Nullable String id) {
    return QueryParameters.oneOf(
        "level", id == null ? "" : id, List.of(ExamLevel.values()), ExamLevel::id);
  }
}
