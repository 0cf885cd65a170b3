package sml.gateway.school.api;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import sml.gateway.jobs.CycleRequested;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.school.exams.ActiveLevel;
import sml.gateway.school.records.Transcript;
import sml.gateway.school.staff.LiveExamScores;

/**
 * {@code POST /api/exam-reset}: every model takes the exam again. Until then models are ranked as
 * untested ones; the teachers stay until others are appointed.
 */
@Component("examResetApi")
final class ExamResetApi {
  private final Transcript transcript;
  private final LiveExamScores examScores;
  private final ActiveLevel active;
  private final WorkerLog log;
  private final ApplicationEventPublisher events;

  record ResetExams(boolean ok, int deletedAttempts, String level, String message) {}

  ExamResetApi(
      Transcript transcript,
      LiveExamScores examScores,
      ActiveLevel active,
      WorkerLog log,
      ApplicationEventPublisher events) {
    this.transcript = transcript;
    this.examScores = examScores;
    this.active = active;
    this.log = log;
    this.events = events;
  }

  public ResetExams reset() {
    int deleted = transcript.forget();
    examScores.refresh();
    log.note("exam", WorkerLog.Level.WARN, "All " + deleted + " exam attempts were deleted");
    events.publishEvent(new CycleRequested("all exams were reset"));
    return new ResetExams(
        true,
        deleted,
        active.get().id(),
        "All models sit the exam anew; a run of the work cycle begins.");
  }
}
