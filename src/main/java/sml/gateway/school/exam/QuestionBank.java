package sml.gateway.school.exam;

import java.util.List;

/** Sets exam papers. */
public interface QuestionBank {

  /**
   * The paper of a level. The same seed gives the same paper; the questions that two levels share
   * are alike when their seeds are.
   */
  List<Question> paper(Level level, long seed);
}
