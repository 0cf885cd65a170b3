package sml.gateway.school.records;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.paper.QuestionWording;

/**
 * One attempt at an exam: a row of {@code exam_attempts}.
 *
 * @param level id of the level
 * @param seed its paper is made from level, seed and wordings
 * @param wordings what is asked instead of the bank's own words, by question id
 * @param nextExamAt null while it runs
 * @param fails finished attempts that failed, in a row, up to and with this one
 * @param voids void attempts in a row, up to and with this one
 */
public record ExamAttempt(
    long id,
    ModelRef ref,
    int number,
    String level,
    long seed,
    Map<String, QuestionWording> wordings,
    Status status,
    Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Instant nextExamAt,
    int fails,
    int voids) {

  /** The state of an attempt. */
  public enum Status {
    RUNNING,
    FINISHED,
    VOID
  }

  public ExamAttempt {
    wordings = Map.copyOf(wordings);
  }

  public boolean running() {
    return status == Status.RUNNING;
  }

  /**
   * How an attempt ended.
   *
   * @param total answers that count
   * @param right right ones among them
   * @param provisional open answers were decided without a proctor
   * @param error why it is void, else null
   */
  public record Result(
      Status status,
      int total,
      int right,
      int skipped,
      boolean passed,
      boolean provisional,
      long latencyMs,
      @Nullable String error,
      Instant finishedAt,
      Instant nextExamAt,
      int fails,
      int voids) {}
}
