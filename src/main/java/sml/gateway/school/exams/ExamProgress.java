package sml.gateway.school.exams;

import java.time.Instant;
import sml.gateway.school.records.ExamAttempt;

/** How far an examinee came before it left its slot. */
sealed interface ExamProgress {

  /** The exam continues then, in this round if that is soon. */
  record Paused(Instant until) implements ExamProgress {}

  /** The exam continues in another round; {@code why} is for people. */
  record Waits(String why) implements ExamProgress {}

  /** Its attempt has ended. */
  record Ended(ExamAttempt.Result result) implements ExamProgress {}

  /** The attempt no longer runs, e.g. after a reset. */
  record Lost() implements ExamProgress {}
}
