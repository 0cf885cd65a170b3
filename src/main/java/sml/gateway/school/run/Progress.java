package sml.gateway.school.run;

import java.time.Instant;
import sml.gateway.school.records.ExamAttempt;

/** How far a pupil came before it had to leave its seat. */
sealed interface Progress {

  /** It goes on then, in this round if that is soon. */
  record Rests(Instant until) implements Progress {}

  /** It goes on in another round; {@code why} is for people. */
  record Waits(String why) implements Progress {}

  /** Its attempt has ended. */
  record Ended(ExamAttempt.Result result) implements Progress {}

  /** Its attempt is no longer ours, e.g. after a reset. */
  record Gone() implements Progress {}
}
