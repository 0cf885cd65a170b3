package sml.gateway.school.exams;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.school.paper.ExamReply;

/** What came of putting a question to a model. */
sealed interface QuestionOutcome {

  /** It answered, and the rules say how well. */
  record Judged(ExamReply reply, boolean right, String reason, Duration took)
      implements QuestionOutcome {}

  /** It answered without a fault; how well, proctors say. */
  record Unmarked(ExamReply reply, Duration took) implements QuestionOutcome {}

  /** It is unable to be asked this; that is no wrong answer. */
  record Skipped(String reason) implements QuestionOutcome {}

  /**
   * It was asked and no answer came.
   *
   * @param empty it answered, but said nothing or was cut off: more room may help
   */
  record Missed(String reason, boolean empty) implements QuestionOutcome {}

  /** It could not be asked now; {@code retryAfter} is null while it is unknown for how long. */
  record Shut(String reason, @Nullable Duration retryAfter) implements QuestionOutcome {}

  /** It cannot be asked at all: no access, or no such model. */
  record Fatal(String reason) implements QuestionOutcome {}
}
