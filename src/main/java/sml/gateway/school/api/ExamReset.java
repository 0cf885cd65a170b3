package sml.gateway.school.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Call;
import sml.gateway.chat.HttpReply;
import sml.gateway.chat.WorkBook;
import sml.gateway.chat.WorkWanted;
import sml.gateway.school.records.Transcript;
import sml.gateway.school.run.ActiveLevel;
import sml.gateway.school.staff.LiveFaculty;

/**
 * {@code POST /api/exam-reset}: everybody sits the exam anew. Until then models are ranked as
 * untested ones; the teachers stay until others are appointed.
 */
@Component("examReset")
final class ExamReset {
  private final Transcript transcript;
  private final LiveFaculty faculty;
  private final ActiveLevel active;
  private final WorkBook book;
  private final ApplicationEventPublisher events;
  private final Wire wire;

  ExamReset(
      Transcript transcript,
      LiveFaculty faculty,
      ActiveLevel active,
      WorkBook book,
      ApplicationEventPublisher events,
      Wire wire) {
    this.transcript = transcript;
    this.faculty = faculty;
    this.active = active;
    this.book = book;
    this.events = events;
    this.wire = wire;
  }

  public HttpReply reset(Call call) {
    int deleted = transcript.forget();
    faculty.refresh();
    book.note("exam", WorkBook.Level.WARN, "All " + deleted + " exam attempts were deleted");
    events.publishEvent(new WorkWanted("all exams were reset"));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ok", true);
    answer.put("deletedAttempts", deleted);
    answer.put("level", active.get().id());
    answer.put("message", "All models sit the exam anew; a run of the work cycle begins.");
    return wire.reply(answer);
  }
}
