package sml.gateway.school.exams;

import java.time.Instant;
import sml.gateway.school.records.ExamAttempt;

/** How far a pupil came before it had to leave its seat. */
sealed interface ExamProgress {

  /** It goes on then, in this round if that is soon. */
  record Rests(Instant until) implements ExamProgress {}

  /** It goes on in another round; {@code why} is for people. */
  record Waits(String why) implements ExamProgress {}

  /** Its attempt has ended. */
  record Ended(ExamAttempt.Result result) implements ExamProgress {}

  /** Its attempt is no longer ours, e.g. after a reset. */
  record Gone() implements ExamProgress {}
}
