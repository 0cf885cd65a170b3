package sml.gateway.school.exams;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Model;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.Question;
import sml.gateway.school.records.AnswerRow;
import sml.gateway.school.records.AnswerRow.State;
import sml.gateway.school.records.AskedQuestion;
import sml.gateway.school.records.ExamAttempt;

/** A running attempt: its paper and the state of each question. Used by one thread at a time. */
final class ExamSession {
  private final Model model;
  private final ExamAttempt attempt;
  private final ExamLevel level;
  private final Map<String, Question> paper = new LinkedHashMap<>();
  private final Map<String, AnswerRow> rows = new HashMap<>();

  ExamSession(
      Model model,
      ExamAttempt attempt,
      ExamLevel level,
      List<Question> questions,
      Collection<AnswerRow> saved) {
    this.model = model;
    this.attempt = attempt;
    this.level = level;
    questions.forEach(question -> paper.put(question.id(), question));
    saved.stream()
        .filter(row -> paper.containsKey(row.questionId()))
        .forEach(row -> rows.put(row.questionId(), row));
  }

  Model model() {
    return model;
  }

  ExamAttempt attempt() {
    return attempt;
  }

  ExamLevel level() {
    return level;
  }

  Question question(String id) {
    return Objects.requireNonNull(paper.get(id));
  }

  int size() {
    return paper.size();
  }

  /** The first question that may be asked now. */
  Optional<Question> next(Instant now) {
    return paper.values().stream().filter(question -> isOpen(question, now)).findFirst();
  }

  private boolean isOpen(Question question, Instant now) {
    AnswerRow row = rows.get(question.id());
    if (row == null) {
      return true;
    }
    return row.state() == State.OPEN && (row.nextTryAt() == null || !row.nextTryAt().isAfter(now));
  }

  /** When the next question may be asked again, null when none is left to ask. */
  @Nullable Instant due() {
    return paper.keySet().stream()
        .map(rows::get)
        .filter(row -> row != null && row.state() == State.OPEN)
        .map(row -> row.nextTryAt() == null ? Instant.EPOCH : row.nextTryAt())
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** The state of a question. */
  AnswerRow row(Question question) {
    AnswerRow row = rows.get(question.id());
    return row != null
        ? row
        : AnswerRow.open(
            new AskedQuestion(
                attempt.id(),
                question.id(),
                question.level().id(),
                question.category(),
                question.prompt(),
                question.expected()));
  }

  void put(AnswerRow row) {
    rows.put(row.questionId(), row);
  }

  List<AnswerRow> in(State state) {
    return paper.keySet().stream()
        .map(rows::get)
        .filter(Objects::nonNull)
        .filter(row -> row.state() == state)
        .toList();
  }

  /** When the last answer was saved. */
  Instant lastStep() {
    return rows.values().stream()
        .map(AnswerRow::answeredAt)
        .filter(Objects::nonNull)
        .max(Instant::compareTo)
        .orElse(attempt.startedAt());
  }
}
