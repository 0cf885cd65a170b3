package sml.gateway.school.records;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;

/**
 * One question of an attempt as far as it has come: a row of {@code exam_answers}.
 *
 * @param level id of the lowest level that asks the question
 * @param answer what the model said, null while it has said nothing
 * @param passed null while undecided, and for what does not count
 * @param method who decided: {@code rules}, {@code proctors}, {@code rules-provisional}, {@code
 *     empty}, {@code none}
 * @param latencyMs how long the answer took
 * @param tries how often asking failed
 * @param empties how often the model said nothing
 * @param nextTryAt not to be asked again before, null when at once
 */
public record AnswerRow(
    long attemptId,
    String questionId,
    String level,
    Category category,
    String question,
    String expected,
    @Nullable String answer,
    State state,
    @Nullable Boolean passed,
    String method,
    @Nullable String reason,
    long latencyMs,
    int tries,
    int empties,
    @Nullable Instant nextTryAt,
    @Nullable Instant answeredAt) {

  /** How far a question has come. */
  public enum State {
    /** To be asked, again. */
    OPEN,
    /** Answered; proctors have not marked it yet. */
    UNMARKED,
    /** Decided; it counts. */
    ANSWERED,
    /** Left out; it does not count. */
    SKIPPED
  }

  /** A question nobody asked yet. */
  public static AnswerRow open(
      long attemptId,
      String questionId,
      String level,
      Category category,
      String question,
      String expected) {
    return new AnswerRow(
        attemptId,
        questionId,
        level,
        category,
        question,
        expected,
        null,
        State.OPEN,
        null,
        "none",
        null,
        0,
        0,
        0,
        null,
        null);
  }

  /** The model answered, and the rules or its silence decide. */
  public AnswerRow decided(
      String said, boolean right, String how, @Nullable String why, Duration took, Instant at) {
    return new AnswerRow(
        attemptId,
        questionId,
        level,
        category,
        question,
        expected,
        said,
        State.ANSWERED,
        right,
        how,
        why,
        took.toMillis(),
        tries,
        empties,
        null,
        at);
  }

  /** The model answered, and proctors have to decide. */
  public AnswerRow unmarked(String said, Duration took, Instant at) {
    return new AnswerRow(
        attemptId,
        questionId,
        level,
        category,
        question,
        expected,
        said,
        State.UNMARKED,
        null,
        "none",
        "waits for proctors",
        took.toMillis(),
        0,
        empties,
        null,
        at);
  }

  /** Decided at last. */
  public AnswerRow marked(boolean right, String how, String why) {
    return new AnswerRow(
        attemptId,
        questionId,
        level,
        category,
        question,
        expected,
        answer,
        State.ANSWERED,
        right,
        how,
        why,
        latencyMs,
        tries,
        empties,
        null,
        answeredAt);
  }

  /** No proctor gave a mark; they are asked again. */
  public AnswerRow waitsForMarks() {
    return new AnswerRow(
        attemptId,
        questionId,
        level,
        category,
        question,
        expected,
        answer,
        State.UNMARKED,
        null,
        "none",
        "waits for proctors",
        latencyMs,
        tries + 1,
        empties,
        null,
        answeredAt);
  }

  /** Not to be asked of this model. */
  public AnswerRow skipped(String why, Instant at) {
    return new AnswerRow(
        attemptId,
        questionId,
        level,
        category,
        question,
        expected,
        null,
        State.SKIPPED,
        null,
        "none",
        why,
        0,
        tries,
        empties,
        null,
        at);
  }

  /** No answer came; it is asked again then. */
  public AnswerRow missed(String why, boolean empty, Instant again) {
    return new AnswerRow(
        attemptId,
        questionId,
        level,
        category,
        question,
        expected,
        null,
        State.OPEN,
        null,
        "none",
        why,
        0,
        tries + 1,
        empties + (empty ? 1 : 0),
        again,
        null);
  }
}
