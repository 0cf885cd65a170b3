package sml.gateway.school.questions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sml.gateway.school.grading.GraderFactory;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.GraderMark;
import sml.gateway.school.paper.Question;

class YamlQuestionBankTest {
  private static final int SEEDS = 200;
  // each code answer is run in a machine of its own
  private static final int CODE_SEEDS = 15;
  private static final YamlQuestionBank BANK = new YamlQuestionBank(new GraderFactory());
  private static final List<List<Question>> PAPERS =
      LongStream.range(0, SEEDS).mapToObj(seed -> BANK.paper(ExamLevel.UNIVERSITY, seed)).toList();

  static Stream<String> ids() {
    return PAPERS.getFirst().stream().map(Question::id);
  }

  private static List<Question> drawn(String id) {
    return PAPERS.stream()
        .limit(id.startsWith("code") ? CODE_SEEDS : SEEDS)
        .map(paper -> paper.stream().filter(asked -> asked.id().equals(id)).findAny().orElseThrow())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void theExampleIsNotWrongAndTheNearMissIs(String id) {
    for (Question question : drawn(id)) {
      assertThat(question.grade(question.example()))
          .as("%s, example %s", question.prompt(), question.example())
          .isNotInstanceOf(GraderMark.Wrong.class);
      assertThat(question.grade(question.nearMiss()))
          .as("%s, near miss %s", question.prompt(), question.nearMiss())
          .isInstanceOf(GraderMark.Wrong.class);
    }
  }
}
