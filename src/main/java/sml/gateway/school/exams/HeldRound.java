package sml.gateway.school.exams;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.records.ExamAttempt.Status;

/** A round under way: who is examined until when, and the outcomes so far. */
final class HeldRound {
  /** The name of this work in the worker log. */
  static final String STEP = "exam";

  private final ExamLevel level;
  private final List<Examinee> examinees;
  private final Instant tieBreaksEnd;
  private final Instant end;
  private final WorkerLog log;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger passed = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger without = new AtomicInteger();
  private final AtomicInteger tieBreaks = new AtomicInteger();

  /**
   * Begins a round.
   *
   * @param tieBreaksEnd no tie break is begun later
   * @param end no question is begun later
   */
  HeldRound(
      ExamLevel level, List<Examinee> examinees, Instant tieBreaksEnd, Instant end, WorkerLog log) {
    this.level = level;
    this.examinees = examinees;
    this.tieBreaksEnd = tieBreaksEnd;
    this.end = end;
    this.log = log;
  }

  ExamLevel level() {
    return level;
  }

  List<Examinee> examinees() {
    return examinees;
  }

  Instant tieBreaksEnd() {
    return tieBreaksEnd;
  }

  Instant end() {
    return end;
  }

  /** True when it has examinees. */
  public boolean due() {
    return !examinees.isEmpty();
  }

  /** An answer to a tie break was saved. */
  void countTieBreak() {
    tieBreaks.incrementAndGet();
  }

  /** An examinee has left its slot. */
  void count(ExamProgress examProgress) {
    if (examProgress instanceof ExamProgress.Ended(var result)) {
      boolean finished = result.status() == Status.FINISHED;
      (finished ? result.passed() ? passed : failed : without).incrementAndGet();
    }
    int total = examinees.size();
    log.progress(STEP, Math.min(done.incrementAndGet(), total), total);
  }

  /** True when it brought anything that counts in scores. */
  boolean changesScores() {
    return ended() > 0 || tieBreaks.get() > 0;
  }

  private int ended() {
    return passed.get() + failed.get() + without.get();
  }

  /** Notes what came of the exams, if there were any. */
  void report() {
    if (due()) {
      log.progress(STEP, examinees.size(), examinees.size());
      log.note(STEP, WorkerLog.Level.INFO, summary());
    }
  }

  private String summary() {
    return "Examined %d models at level %s: %d passed, %d failed, %d void, %d go on later; %d tie-break answers"
        .formatted(
            examinees.size(),
            level.id(),
            passed.get(),
            failed.get(),
            without.get(),
            examinees.size() - ended(),
            tieBreaks.get());
  }
}
