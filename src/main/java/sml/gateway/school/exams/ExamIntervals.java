package sml.gateway.school.exams;

import java.time.Duration;

/** The pauses before the next exam of a model, or the next try of a question. */
final class ExamIntervals {
  private static final int MANY_FAILS = 3;

  private ExamIntervals() {}

  /**
   * The time from a finished exam to the next: longer with a better live success rate, and long
   * after repeated failures.
   *
   * @param success live share of success, 0 to 1
   * @param fails exams failed in a row
   */
  static Duration afterExam(double success, int fails) {
    if (fails >= MANY_FAILS) {
      return Duration.ofHours(72);
    }
    if (success >= 0.95) {
      return Duration.ofDays(7);
    }
    if (success >= 0.70) {
      return Duration.ofHours(24);
    }
    return success >= 0.50 ? Duration.ofHours(4) : Duration.ofHours(1);
  }

  /** The time from a void attempt to the next: 1 h, 4 h, 16 h, then a day. */
  static Duration afterVoid(int voids) {
    return Duration.ofHours(Math.min(24, 1L << 2 * Math.min(3, Math.max(0, voids - 1))));
  }

  /** The pause before a question is asked again that was not answered {@code tries} times. */
  static Duration beforeRetry(int tries, Duration first, Duration longest) {
    Duration pause = first.multipliedBy(1L << 2 * Math.min(10, Math.max(0, tries - 1)));
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
