package sml.gateway.school.exams;

import org.springframework.stereotype.Component;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.school.paper.ExamLevel;

/** The level at which exams are held, the same for every replica. */
@Component
public final class ActiveLevel {
  private static final String KEY = "exam_level";

  private final WorkerLog book;

  ActiveLevel(WorkerLog book) {
    this.book = book;
  }

  public ExamLevel get() {
    return book.recall(KEY).flatMap(ExamLevel::of).orElse(ExamLevel.MIDDLE);
  }

  /** Takes effect in the next round, and makes nobody due by itself. */
  public void set(ExamLevel level) {
    book.keep(KEY, level.id());
  }
}
