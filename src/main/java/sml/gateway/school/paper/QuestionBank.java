package sml.gateway.school.paper;

import java.util.List;
import java.util.Map;

/** Sets exam papers. */
public interface QuestionBank {

  /**
   * The paper of a level in the bank's own words. The same seed gives the same paper; the questions
   * that two levels share are alike when their seeds are.
   */
  default List<Question> paper(ExamLevel level, long seed) {
    return paper(level, seed, Map.of());
  }

  /**
   * The paper of a level, some questions in other words.
   *
   * @param wordings prompts by question id; one whose {@link QuestionPlaceholders} are not those of
   *     the question is left out, because its facts could not be filled in
   */
  List<Question> paper(ExamLevel level, long seed, Map<String, String> wordings);

  /** The questions of a level that proctors mark. */
  List<OpenQuestion> open(ExamLevel level);
}
