package sml.gateway.school.exams;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.questions.WordingSelection;
import sml.gateway.school.records.ExamAttempt.Status;
import sml.gateway.school.records.Transcript;
import sml.gateway.school.staff.LiveExamScores;

/**
 * Holds exam rounds. A round continues where the last one ended, also one of another replica: saved
 * answers are not asked for again.
 */
@Component("examiner")
final class Examiner {
  private static final String STEP = "exam";

  /** Run-offs may take at most one part in so many of a round. */
  private static final int RUNOFFS = 5;

  private final DueList due;
  private final WordingSelection wordingSelection;
  private final Examination examination;
  private final TieBreak tieBreak;
  private final Transcript transcript;
  private final LiveExamScores examScores;
  private final ActiveLevel active;
  private final WorkerLog log;
  private final SchoolSettings settings;
  private final Clock clock;
  private final ReentrantLock holding = new ReentrantLock();
  private @Nullable ExamLevel renewed;

  Examiner(
      DueList due,
      WordingSelection wordingSelection,
      Examination examination,
      TieBreak tieBreak,
      Transcript transcript,
      LiveExamScores examScores,
      ActiveLevel active,
      WorkerLog log,
      SchoolSettings settings,
      Clock clock) {
    this.due = due;
    this.wordingSelection = wordingSelection;
    this.examination = examination;
    this.tieBreak = tieBreak;
    this.transcript = transcript;
    this.examScores = examScores;
    this.active = active;
    this.log = log;
    this.settings = settings;
    this.clock = clock;
  }

  /** Examines the models that are due; returns at once while another round is held here. */
  public void examine() throws InterruptedException {
    if (!holding.tryLock()) {
      return;
    }
    try {
      ExamLevel level = active.get();
      List<Examinee> examinees = due.examinees();
      Tally tally = new Tally(examinees.size());
      Instant begin = clock.instant();
      Instant end = begin.plus(settings.roundLasts());
      Instant runoffsEnd = begin.plus(settings.roundLasts().dividedBy(RUNOFFS));
      try {
        // first, so that the contenders follow from the last round
        tieBreak.hold(level, () -> clock.instant().isAfter(runoffsEnd), tally.runoffs);
        if (!examinees.isEmpty()) {
          log.progress(STEP, 0, examinees.size());
          wordingSelection.refresh();
          new ExamRound(examination, level, settings, clock, end, tally::count).hold(examinees);
        }
      } finally {
        settle(level, tally);
      }
    } finally {
      holding.unlock();
    }
  }

  /** Updates the scores after run-offs or a change of level, also after an interrupted round. */
  private void settle(ExamLevel level, Tally tally) {
    String summed = examScores.staff().level();
    boolean other = renewed == null || (summed != null && !summed.equals(level.id()));
    if (tally.ended() > 0 || tally.runoffs.get() > 0 || other) {
      transcript.renew(level.id());
      renewed = level;
      examScores.refresh();
    }
    if (tally.total > 0) {
      log.progress(STEP, tally.total, tally.total);
      log.note(STEP, WorkerLog.Level.INFO, tally.summary(level));
    }
  }

  /** Counts the outcomes of a round. */
  private final class Tally {
    private final int total;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger without = new AtomicInteger();
    private final AtomicInteger runoffs = new AtomicInteger();

    Tally(int total) {
      this.total = total;
    }

    void count(ExamProgress examProgress) {
      if (examProgress instanceof ExamProgress.Ended(var result)) {
        boolean finished = result.status() == Status.FINISHED;
        (finished ? result.passed() ? passed : failed : without).incrementAndGet();
      }
      log.progress(STEP, Math.min(done.incrementAndGet(), total), total);
    }

    int ended() {
      return passed.get() + failed.get() + without.get();
    }

    String summary(ExamLevel level) {
      return "Examined %d models at level %s: %d passed, %d failed, %d void, %d go on later; %d run-off answers"
          .formatted(
              total,
              level.id(),
              passed.get(),
              failed.get(),
              without.get(),
              total - ended(),
              runoffs.get());
    }
  }
}
