package sml.gateway.school.exams;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Body;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.records.Transcript;
import sml.gateway.school.staff.LiveExamScores;

/**
 * Holds exam rounds, whose steps are in the routes. A round continues where the last one ended,
 * also one of another replica: saved answers are not asked for again.
 */
@Component("examiner")
final class Examiner {
  private static final String STEPS = "direct:exam-round";

  /** Tie breaks may take at most one part in so many of a round. */
  private static final int TIE_BREAKS = 5;

  private final DueList due;
  private final ProducerTemplate routes;
  private final Examination examination;
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
      ProducerTemplate routes,
      Examination examination,
      Transcript transcript,
      LiveExamScores examScores,
      ActiveLevel active,
      WorkerLog log,
      SchoolSettings settings,
      Clock clock) {
    this.due = due;
    this.routes = routes;
    this.examination = examination;
    this.transcript = transcript;
    this.examScores = examScores;
    this.active = active;
    this.log = log;
    this.settings = settings;
    this.clock = clock;
  }

  /** Holds a round; returns at once while another one is held here. */
  public void hold() throws InterruptedException {
    if (!holding.tryLock()) {
      return;
    }
    try {
      HeldRound round = begin();
      try {
        perform(round);
      } finally {
        settle(round);
      }
    } finally {
      holding.unlock();
    }
  }

  private HeldRound begin() {
    ExamLevel level = active.get();
    var examinees = due.examinees();
    Instant now = clock.instant();
    return new HeldRound(
        level,
        examinees,
        now.plus(settings.roundLasts().dividedBy(TIE_BREAKS)),
        now.plus(settings.roundLasts()),
        log);
  }

  private void perform(HeldRound round) throws InterruptedException {
    try {
      routes.sendBody(STEPS, round);
    } catch (CamelExecutionException failed) {
      switch (failed.getCause()) {
        case InterruptedException stopped -> throw stopped;
        case RuntimeException cause -> throw cause;
        case null, default -> throw failed;
      }
    }
  }

  /** Examines the models that are due. */
  public void examine(@Body HeldRound round) throws InterruptedException {
    log.progress(HeldRound.STEP, 0, round.examinees().size());
    new ExamRound(examination, round.level(), settings, clock, round.end(), round::count)
        .hold(round.examinees());
  }

  /** Updates the scores after tie breaks or a change of level, also after an interrupted round. */
  private void settle(HeldRound round) {
    ExamLevel level = round.level();
    String summed = examScores.staff().level();
    boolean other = renewed == null || (summed != null && !summed.equals(level.id()));
    if (round.changesScores() || other) {
      transcript.renew(level.id());
      renewed = level;
      examScores.refresh();
    }
    round.report();
  }
}
