package sml.gateway.school.exams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.SchoolSettings;

class TieBreakDrawTest {
  private final List<Model> models =
      IntStream.range(0, 9).mapToObj(nth -> model("m" + nth)).toList();
  private final Map<String, Map<Category, ExamScores.Score>> scores = new HashMap<>();
  private final Map<String, Integer> samples = new HashMap<>();

  private static Model model(String id) {
    return new Model(
        new ModelRef("p", id),
        id,
        0,
        0,
        null,
        null,
        null,
        false,
        false,
        0.4,
        Model.Kind.CHAT,
        "large",
        Instant.EPOCH);
  }

  private void examined(String id, Category category, double share, int answers) {
    scores
        .computeIfAbsent(id, first -> new EnumMap<>(Category.class))
        .put(category, new ExamScores.Score(share, answers, 0, 1));
  }

  /** The worse the higher its number. */
  private void allExamined(Category category, int answers) {
    for (int i = 0; i < models.size(); i++) {
      examined("m" + i, category, 1 - i / 10.0, answers);
    }
  }

  private void answers(String id, Category category, int count) {
    samples.put(id + category, count);
  }

  private List<String> calls() {
    var settings =
        new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("sml.school", SchoolSettings.class);
    return new TieBreakDraw(new Exams(), this::stats, settings)
        .calls(models).stream()
            .map(call -> call.model().name() + " " + call.category().id())
            .toList();
  }

  private LiveStats.ModelStats stats(ModelRef ref, Category category) {
    int count = samples.getOrDefault(ref.model() + category, 0);
    return new LiveStats.ModelStats(null, 0.9, count, count, null, null, 1);
  }

  private final class Exams implements ExamScores {
    @Override
    public Report of(ModelRef ref) {
      return new Report(
          ExamScores.ExamStanding.PASSED, 0.8, scores.getOrDefault(ref.model(), Map.of()));
    }

    @Override
    public Optional<ModelRef> head(Category category) {
      return Optional.empty();
    }
  }

  @Test
  void theBestSixOfACategoryAreAsked() {
    allExamined(Category.MATH, 2);
    assertThat(calls())
        .containsExactlyInAnyOrder(
            "m0 math", "m1 math", "m2 math", "m3 math", "m4 math", "m5 math");
  }

  @Test
  void aModelWithEnoughEvidenceIsNotAsked() {
    allExamined(Category.MATH, 40);
    assertThat(calls()).isEmpty();
  }

  @Test
  void aModelThatAnswersRequestsIsAskedWhateverItsEvidence() {
    allExamined(Category.MATH, 40);
    answers("m8", Category.MATH, 5);
    assertThat(calls()).containsExactly("m8 math");
  }

  @Test
  void aModelThatAnsweredFewRequestsIsNotAsked() {
    allExamined(Category.MATH, 40);
    answers("m8", Category.MATH, 2);
    assertThat(calls()).isEmpty();
  }

  @Test
  void ofManyThatAnswerRequestsTheBusiestThreeAreAsked() {
    allExamined(Category.MATH, 40);
    for (int i = 0; i < models.size(); i++) {
      answers("m" + i, Category.MATH, 10 + i);
    }
    assertThat(calls()).containsExactlyInAnyOrder("m8 math", "m7 math", "m6 math");
  }

  @Test
  void aContenderThatAnswersRequestsIsAskedOnce() {
    allExamined(Category.MATH, 2);
    answers("m0", Category.MATH, 9);
    assertThat(calls()).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void itsThreeQuestionsGoFirstToWhatItIsUsedForAndThenToWhatIsLeastKnown() {
    examined("m0", Category.CODE, 0.9, 30);
    examined("m0", Category.MATH, 0.9, 20);
    examined("m0", Category.JSON, 0.9, 1);
    examined("m0", Category.SAFETY, 0.9, 2);
    examined("m0", Category.REASONING, 0.9, 3);
    answers("m0", Category.CODE, 50);
    assertThat(calls()).containsExactly("m0 code", "m0 json", "m0 safety");
  }

  @Test
  void whatWasNeverExaminedIsNotAsked() {
    answers("m0", Category.CODE, 50);
    assertThat(calls()).isEmpty();
  }
}
