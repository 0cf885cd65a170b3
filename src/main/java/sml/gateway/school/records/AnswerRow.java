package sml.gateway.school.records;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One question of an attempt with its state: a row of {@code exam_answers}.
 *
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
    AskedQuestion asked,
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
  private static final String NO_METHOD = "none";
  private static final String WAITS = "waits for proctors";

  /** The state of a question. */
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

  /** A question that was not asked yet. */
  public static AnswerRow open(AskedQuestion askedQuestion) {
    return new AnswerRow(
        askedQuestion, null, State.OPEN, null, NO_METHOD, null, 0, 0, 0, null, null);
  }

  public String questionId() {
    return asked.questionId();
  }

  /** The model answered, and the rules or its silence decide. */
  public AnswerRow decided(
      String said, boolean right, String how, @Nullable String why, Duration took, Instant at) {
    return new AnswerRow(
        asked, said, State.ANSWERED, right, how, why, took.toMillis(), tries, empties, null, at);
  }

  /** The model answered, and proctors have to decide. */
  public AnswerRow unmarked(String said, Duration took, Instant at) {
    return new AnswerRow(
        asked, said, State.UNMARKED, null, NO_METHOD, WAITS, took.toMillis(), 0, empties, null, at);
  }

  /** The final decision. */
  public AnswerRow marked(boolean right, String how, String why) {
    return new AnswerRow(
        asked,
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
        asked,
        answer,
        State.UNMARKED,
        null,
        NO_METHOD,
        WAITS,
        latencyMs,
        tries + 1,
        empties,
        null,
        answeredAt);
  }

  /** The question is left out for this model. */
  public AnswerRow skipped(String why, Instant at) {
    return new AnswerRow(
        asked, null, State.SKIPPED, null, NO_METHOD, why, 0, tries, empties, null, at);
  }

  /** No answer came; the question is asked again at {@code again}. */
  public AnswerRow missed(String why, boolean empty, Instant again) {
    int silent = empties + (empty ? 1 : 0);
    return new AnswerRow(
        asked, null, State.OPEN, null, NO_METHOD, why, 0, tries + 1, silent, again, null);
  }
}
