package sml.gateway.school.api;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import sml.gateway.chat.WorkBook;
import sml.gateway.chat.WorkWanted;
import sml.gateway.school.records.Transcript;
import sml.gateway.school.run.ActiveLevel;
import sml.gateway.school.staff.LiveFaculty;

/**
 * {@code POST /api/exam-reset}: every model sits the exam anew. Until then models are ranked as
 * untested ones; the teachers stay until others are appointed.
 */
@Component("examReset")
final class ExamReset {
  private final Transcript transcript;
  private final LiveFaculty faculty;
  private final ActiveLevel active;
  private final WorkBook book;
  private final ApplicationEventPublisher events;

  record ResetExams(boolean ok, int deletedAttempts, String level, String message) {}

  ExamReset(
      Transcript transcript,
      LiveFaculty faculty,
      ActiveLevel active,
      WorkBook book,
      ApplicationEventPublisher events) {
    this.transcript = transcript;
    this.faculty = faculty;
    this.active = active;
    this.book = book;
    this.events = events;
  }

  public ResetExams reset() {
    int deleted = transcript.forget();
    faculty.refresh();
    book.note("exam", WorkBook.Level.WARN, "All " + deleted + " exam attempts were deleted");
    events.publishEvent(new WorkWanted("all exams were reset"));
    return new ResetExams(
        true,
        deleted,
        active.get().id(),
        "All models sit the exam anew; a run of the work cycle begins.");
  }
}
