package sml.gateway.school.exams;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Model;
import sml.gateway.school.records.AnswerRow;
import sml.gateway.school.records.ExamAttempt;

/** A model that is due, with its earlier attempt. Used by one thread at a time. */
final class Examinee {
  private final Model model;
  private final @Nullable ExamAttempt before;
  private final List<AnswerRow> saved;
  private @Nullable ExamSession session;
  private Instant notBefore = Instant.MIN;
  private int pauses;

  Examinee(Model model, @Nullable ExamAttempt before, List<AnswerRow> saved) {
    this.model = model;
    this.before = before;
    this.saved = saved;
  }

  Model model() {
    return model;
  }

  /** Its newest attempt before this round, null when it has none. */
  @Nullable ExamAttempt before() {
    return before;
  }

  /** True when it continues a running attempt. */
  boolean isAtIt() {
    return before != null && before.running();
  }

  /** Saved answers of the running attempt. */
  List<AnswerRow> saved() {
    return saved;
  }

  @Nullable ExamSession session() {
    return session;
  }

  void begin(ExamSession begun) {
    session = begun;
  }

  Instant notBefore() {
    return notBefore;
  }

  void pause(Instant until) {
    notBefore = until;
    pauses++;
  }

  /** How often it was paused in this round. */
  int pauses() {
    return pauses;
  }
}
