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
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.WorkBook;
import sml.gateway.school.exam.Level;
import sml.gateway.school.exam.Question;
import sml.gateway.school.exam.QuestionBank;
import sml.gateway.school.run.ActiveLevel;
import sml.gateway.school.variants.Variant;
import sml.gateway.school.variants.VariantStore;

/** {@code /api/exam-config}: the levels, and at which of them exams are held. */
@Component("examConfig")
final class ExamConfig {
  private final ActiveLevel active;
  private final QuestionBank bank;
  private final VariantStore variants;
  private final WorkBook book;
  private final Clock clock;

  ExamConfig(
      ActiveLevel active, QuestionBank bank, VariantStore variants, WorkBook book, Clock clock) {
    this.active = active;
    this.bank = bank;
    this.variants = variants;
    this.book = book;
    this.clock = clock;
  }

  /** What a level is called and asks for. */
  record Meta(String label, String emoji, int threshold, String description) {
    static Meta of(Level level) {
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
    static LevelRow of(Level level) {
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
    Level level = id == null ? active.get() : level(id);
    boolean sample =
        Boolean.TRUE.equals(QueryParameters.flag("includeQuestions", includeQuestions));
    return new Config(
        active.get().id(),
        level.id(),
        Arrays.stream(Level.values()).map(LevelRow::of).toList(),
        sample ? sample(level) : null);
  }

  private List<Shown> sample(Level level) {
    Map<String, List<Variant>> accepted =
        variants.all().stream()
            .filter(one -> one.state() == Variant.State.ACCEPTED)
            .collect(Collectors.groupingBy(Variant::questionId));
    return bank.paper(level, clock.millis()).stream()
        .map(one -> new Shown(one.preview(), other(accepted.getOrDefault(one.id(), List.of()))))
        .toList();
  }

  private static List<Other> other(List<Variant> accepted) {
    return accepted.stream().map(one -> new Other(one.id(), one.prompt(), one.used())).toList();
  }

  /** Sets the active level, from the next round on; makes no model due by itself. */
  public LevelChanged set(LevelChoice choice) {
    Level level = level(choice.level());
    active.set(level);
    book.note(
        "exam", WorkBook.Level.INFO, "Exams are held at level " + level.id() + " from now on");
    return new LevelChanged(true, level.id(), Meta.of(level));
  }

  private static Level level(@Nullable String id) {
    return Level.of(id == null ? "" : id)
        .orElseThrow(
            () ->
                new InvalidRequest(
                    "`level` must be one of "
                        + Arrays.stream(Level.values())
                            .map(Level::id)
                            .collect(Collectors.joining(", "))
                        + ".",
                    "level"));
  }
}
