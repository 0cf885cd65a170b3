package sml.gateway.school.asking;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.school.exam.Reply;

/** What came of putting a question to a model. */
public sealed interface Outcome {

  /** It answered, and the rules say how well. */
  record Judged(Reply reply, boolean right, String reason, Duration took) implements Outcome {}

  /** It answered without a fault; how well, proctors say. */
  record Unmarked(Reply reply, Duration took) implements Outcome {}

  /** It is unable to be asked this; that is no wrong answer. */
  record Skipped(String reason) implements Outcome {}

  /**
   * It was asked and no answer came.
   *
   * @param empty it answered, but said nothing or was cut off: more room may help
   */
  record Missed(String reason, boolean empty) implements Outcome {}

  /** It could not be asked now; {@code retryAfter} is null while it is unknown for how long. */
  record Shut(String reason, @Nullable Duration retryAfter) implements Outcome {}

  /** It cannot be asked at all: no access, or no such model. */
  record Fatal(String reason) implements Outcome {}
}
