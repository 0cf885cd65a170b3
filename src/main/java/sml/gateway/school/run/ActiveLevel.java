package sml.gateway.school.run;

import org.springframework.stereotype.Component;
import sml.gateway.chat.WorkBook;
import sml.gateway.school.exam.Level;

/** The level at which exams are held, the same for every replica. */
@Component
public final class ActiveLevel {
  private static final String KEY = "exam_level";

  private final WorkBook book;

  ActiveLevel(WorkBook book) {
    this.book = book;
  }

  public Level get() {
    return book.recall(KEY).flatMap(Level::of).orElse(Level.MIDDLE);
  }

  /** Takes effect in the next round, and makes nobody due by itself. */
  public void set(Level level) {
    book.keep(KEY, level.id());
  }
}
