package sml.gateway.school.exams;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.school.paper.ExamReply;

/** The outcome of one question to one model. */
sealed interface QuestionOutcome {

  /** It answered, and the rules graded the answer. */
  record Judged(ExamReply reply, boolean right, String reason, Duration took)
      implements QuestionOutcome {}

  /** It answered without a fault; proctors have to grade the answer. */
  record Unmarked(ExamReply reply, Duration took) implements QuestionOutcome {}

  /** The model cannot answer this kind of question; it does not count as a wrong answer. */
  record Skipped(String reason) implements QuestionOutcome {}

  /**
   * The model was asked and gave no usable answer.
   *
   * @param empty the answer was empty or cut off: more tokens may help
   */
  record Missed(String reason, boolean empty) implements QuestionOutcome {}

  /** The model cannot be asked now; {@code retryAfter} is null when the duration is unknown. */
  record Shut(String reason, @Nullable Duration retryAfter) implements QuestionOutcome {}

  /** The model cannot be asked at all: no access, or no such model. */
  record Fatal(String reason) implements QuestionOutcome {}
}
