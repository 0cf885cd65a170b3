package sml.gateway.school.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Category;
import sml.gateway.chat.Happening;
import sml.gateway.chat.Standings;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.asking.Proctoring;
import sml.gateway.school.records.AnswerLedger;
import sml.gateway.school.records.AnswerRow;
import sml.gateway.school.records.AnswerRow.State;
import sml.gateway.school.records.Ending;
import sml.gateway.school.records.ExamAttempt;
import sml.gateway.school.records.ExamAttempt.Result;
import sml.gateway.school.records.ExamAttempt.Status;

/** Ends attempts: has open answers marked, counts, passes or fails, and sets the next date. */
@Component
final class Conclusion {
  private final Proctoring proctoring;
  private final AnswerLedger ledger;
  private final Ending ending;
  private final Standings standings;
  private final SchoolSettings settings;
  private final Clock clock;

  Conclusion(
      Proctoring proctoring,
      AnswerLedger ledger,
      Ending ending,
      Standings standings,
      SchoolSettings settings,
      Clock clock) {
    this.proctoring = proctoring;
    this.ledger = ledger;
    this.ending = ending;
    this.standings = standings;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Ends an attempt whose questions were asked.
   *
   * @param overdue it ends now with what it has
   */
  Progress conclude(Sitting sitting, boolean overdue) throws InterruptedException {
    for (AnswerRow row : sitting.in(State.UNMARKED)) {
      AnswerRow marked =
          proctoring.mark(
              sitting.attempt().ref(), sitting.question(row.questionId()), row, overdue);
      if (!ledger.save(marked)) {
        return new Progress.Gone();
      }
      sitting.put(marked);
    }
    if (!overdue && !sitting.in(State.UNMARKED).isEmpty()) {
      return new Progress.Waits("no proctor could be asked");
    }
    return end(
        sitting,
        isEnough(sitting)
            ? null
            : "%d of %d questions were answered".formatted(given(sitting), wanted(sitting)));
  }

  /** Ends an attempt that cannot go on; with enough answers it counts all the same. */
  Progress giveUp(Sitting sitting, String why) throws InterruptedException {
    return isEnough(sitting) ? conclude(sitting, true) : end(sitting, why);
  }

  private boolean isEnough(Sitting sitting) {
    int given = given(sitting);
    return given > 0 && given >= settings.enough() * wanted(sitting);
  }

  private static int given(Sitting sitting) {
    return sitting.in(State.ANSWERED).size() + sitting.in(State.UNMARKED).size();
  }

  private static int wanted(Sitting sitting) {
    return sitting.size() - sitting.in(State.SKIPPED).size();
  }

  private Progress end(Sitting sitting, @Nullable String trouble) {
    Result result = trouble == null ? finished(sitting) : dropped(sitting, trouble);
    boolean ended = ending.end(sitting.attempt(), result, told(sitting, result));
    return ended ? new Progress.Ended(result) : new Progress.Gone();
  }

  private Result finished(Sitting sitting) {
    ExamAttempt attempt = sitting.attempt();
    List<AnswerRow> answers = sitting.in(State.ANSWERED);
    int right = (int) answers.stream().filter(row -> Boolean.TRUE.equals(row.passed())).count();
    boolean passed = 100.0 * right / answers.size() >= sitting.level().threshold();
    int fails = passed ? 0 : attempt.fails() + 1;
    double success = standings.of(attempt.ref(), Category.GENERAL).success();
    return result(
        sitting, Status.FINISHED, passed, null, Schedule.afterExam(success, fails), fails, 0);
  }

  private Result dropped(Sitting sitting, String trouble) {
    int voids = sitting.attempt().voids() + 1;
    return result(
        sitting,
        Status.VOID,
        false,
        trouble,
        Schedule.afterVoid(voids),
        sitting.attempt().fails(),
        voids);
  }

  private Result result(
      Sitting sitting,
      Status status,
      boolean passed,
      @Nullable String trouble,
      Duration pause,
      int fails,
      int voids) {
    List<AnswerRow> answers = sitting.in(State.ANSWERED);
    Instant now = clock.instant();
    return new Result(
        status,
        answers.size(),
        (int) answers.stream().filter(row -> Boolean.TRUE.equals(row.passed())).count(),
        sitting.in(State.SKIPPED).size(),
        passed,
        answers.stream().anyMatch(row -> row.method().equals(Proctoring.BY_RULES)),
        answers.stream().mapToLong(AnswerRow::latencyMs).sum(),
        trouble,
        now,
        now.plus(pause),
        fails,
        voids);
  }

  private static Happening told(Sitting sitting, Result result) {
    ExamAttempt attempt = sitting.attempt();
    String id = attempt.ref().id();
    String title =
        result.status() == Status.VOID
            ? "The exam of %s is void".formatted(id)
            : "%s %s the %s exam: %d of %d right"
                .formatted(
                    id,
                    result.passed() ? "passed" : "failed",
                    sitting.level().id(),
                    result.right(),
                    result.total());
    String detail = result.error() == null ? "" : result.error();
    String severity =
        result.status() == Status.VOID ? "warn" : result.passed() ? "success" : "info";
    return new Happening(
        "exam_finished", title, detail, attempt.ref().provider(), attempt.ref().model(), severity);
  }
}
