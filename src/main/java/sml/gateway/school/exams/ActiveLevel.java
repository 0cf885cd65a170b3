package sml.gateway.school.exams;

import org.springframework.stereotype.Component;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.school.paper.ExamLevel;

/** The level at which exams are held, the same for every replica. */
@Component
public final class ActiveLevel {
  private static final String KEY = "exam_level";

  private final WorkerLog log;

  ActiveLevel(WorkerLog log) {
    this.log = log;
  }

  public ExamLevel get() {
    return log.recall(KEY).flatMap(ExamLevel::of).orElse(ExamLevel.MIDDLE);
  }

  /** Takes effect in the next round, and makes no model due by itself. */
  public void set(ExamLevel level) {
    log.keep(KEY, level.id());
  }
}
