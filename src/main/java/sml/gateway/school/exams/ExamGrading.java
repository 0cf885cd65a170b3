package sml.gateway.school.exams;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Category;
import sml.gateway.chat.LiveStats;
import sml.gateway.jobs.OperatorEvent;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.records.AnswerLedger;
import sml.gateway.school.records.AnswerRow;
import sml.gateway.school.records.AnswerRow.State;
import sml.gateway.school.records.AttemptFinalizer;
import sml.gateway.school.records.ExamAttempt;
import sml.gateway.school.records.ExamAttempt.Result;
import sml.gateway.school.records.ExamAttempt.Status;

/**
 * Ends attempts: lets proctors mark open answers, counts right answers, decides pass or fail, and
 * sets the next exam date.
 */
@Component
final class ExamGrading {
  private final Proctoring proctoring;
  private final AnswerLedger ledger;
  private final AttemptFinalizer attemptFinalizer;
  private final LiveStats liveStats;
  private final SchoolSettings settings;
  private final Clock clock;

  ExamGrading(
      Proctoring proctoring,
      AnswerLedger ledger,
      AttemptFinalizer attemptFinalizer,
      LiveStats liveStats,
      SchoolSettings settings,
      Clock clock) {
    this.proctoring = proctoring;
    this.ledger = ledger;
    this.attemptFinalizer = attemptFinalizer;
    this.liveStats = liveStats;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Ends an attempt without further questions.
   *
   * @param overdue it ends now, with the answers it has
   */
  ExamProgress conclude(ExamSession session, boolean overdue) throws InterruptedException {
    for (AnswerRow row : session.in(State.UNMARKED)) {
      AnswerRow marked =
          proctoring.mark(
              session.attempt().ref(), session.question(row.questionId()), row, overdue);
      if (!ledger.save(marked)) {
        return new ExamProgress.Lost();
      }
      session.put(marked);
    }
    if (!overdue && !session.in(State.UNMARKED).isEmpty()) {
      return new ExamProgress.Waits("no proctor could be asked");
    }
    return end(
        session,
        isEnough(session)
            ? null
            : "%d of %d questions were answered".formatted(given(session), wanted(session)));
  }

  /** Ends an attempt that cannot continue; with enough answers it still counts. */
  ExamProgress giveUp(ExamSession session, String why) throws InterruptedException {
    return isEnough(session) ? conclude(session, true) : end(session, why);
  }

  private boolean isEnough(ExamSession session) {
    int given = given(session);
    return given > 0 && given >= settings.enough() * wanted(session);
  }

  private static int given(ExamSession session) {
    return session.in(State.ANSWERED).size() + session.in(State.UNMARKED).size();
  }

  private static int wanted(ExamSession session) {
    return session.size() - session.in(State.SKIPPED).size();
  }

  private ExamProgress end(ExamSession session, @Nullable String trouble) {
    Result result = trouble == null ? finished(session) : dropped(session, trouble);
    boolean ended = attemptFinalizer.end(session.attempt(), result, event(session, result));
    return ended ? new ExamProgress.Ended(result) : new ExamProgress.Lost();
  }

  private Result finished(ExamSession session) {
    ExamAttempt attempt = session.attempt();
    List<AnswerRow> answers = session.in(State.ANSWERED);
    int right = (int) answers.stream().filter(row -> Boolean.TRUE.equals(row.passed())).count();
    boolean passed = 100.0 * right / answers.size() >= session.level().threshold();
    int fails = passed ? 0 : attempt.fails() + 1;
    double success = liveStats.of(attempt.ref(), Category.GENERAL).success();
    return result(
        session, Status.FINISHED, passed, null, ExamIntervals.afterExam(success, fails), fails, 0);
  }

  private Result dropped(ExamSession session, String trouble) {
    int voids = session.attempt().voids() + 1;
    return result(
        session,
        Status.VOID,
        false,
        trouble,
        ExamIntervals.afterVoid(voids),
        session.attempt().fails(),
        voids);
  }

  private Result result(
      ExamSession session,
      Status status,
      boolean passed,
      @Nullable String trouble,
      Duration pause,
      int fails,
      int voids) {
    List<AnswerRow> answers = session.in(State.ANSWERED);
    Instant now = clock.instant();
    return new Result(
        status,
        answers.size(),
        (int) answers.stream().filter(row -> Boolean.TRUE.equals(row.passed())).count(),
        session.in(State.SKIPPED).size(),
        passed,
        answers.stream().anyMatch(row -> row.method().equals(Proctoring.BY_RULES)),
        answers.stream().mapToLong(AnswerRow::latencyMs).sum(),
        trouble,
        now,
        now.plus(pause),
        fails,
        voids);
  }

  private static OperatorEvent event(ExamSession session, Result result) {
    ExamAttempt attempt = session.attempt();
    String id = attempt.ref().id();
    String title =
        result.status() == Status.VOID
            ? "The exam of %s is void".formatted(id)
            : "%s %s the %s exam: %d of %d right"
                .formatted(
                    id,
                    result.passed() ? "passed" : "failed",
                    session.level().id(),
                    result.right(),
                    result.total());
    String detail = result.error() == null ? "" : result.error();
    String severity =
        result.status() == Status.VOID ? "warn" : result.passed() ? "success" : "info";
    return new OperatorEvent(
        "exam_finished", title, detail, attempt.ref().provider(), attempt.ref().model(), severity);
  }
}
