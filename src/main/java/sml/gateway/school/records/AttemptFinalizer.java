package sml.gateway.school.records;

import java.util.concurrent.locks.ReentrantLock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import sml.gateway.chat.ModelFoundBad;
import sml.gateway.jobs.OperatorEvent;
import sml.gateway.school.records.ExamAttempt.Result;
import sml.gateway.school.records.ExamAttempt.Status;

/**
 * Ends attempts. The result, the new scores of the model and its event are saved in one
 * transaction, so an exam counts as soon as it ends.
 */
@Component
public final class AttemptFinalizer {
  private final AttemptStore attempts;
  private final Transcript transcript;
  private final TranscriptStore scores;
  private final ApplicationEventPublisher events;
  private final TransactionOperations together;
  // a round ends many attempts at once, and the database would serialize them anyway:
  // this lock does it without holding a connection
  private final ReentrantLock lock = new ReentrantLock();

  AttemptFinalizer(
      AttemptStore attempts,
      Transcript transcript,
      TranscriptStore scores,
      ApplicationEventPublisher events,
      TransactionOperations together) {
    this.attempts = attempts;
    this.transcript = transcript;
    this.scores = scores;
    this.events = events;
    this.together = together;
  }

  /** Ends an attempt; false when it no longer runs. */
  public boolean end(ExamAttempt attempt, Result result, OperatorEvent event) {
    lock.lock();
    try {
      boolean ended = Boolean.TRUE.equals(together.execute(saving -> save(attempt, result, event)));
      if (ended && result.status() == Status.FINISHED && !result.passed()) {
        events.publishEvent(new ModelFoundBad(attempt.ref(), "it failed an exam"));
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private boolean save(ExamAttempt attempt, Result result, OperatorEvent event) {
    scores.lock();
    boolean runs = attempts.end(attempt.id(), result);
    if (runs) {
      if (result.status() == Status.FINISHED) {
        transcript.renew(attempt.level(), attempt.ref());
      }
      events.publishEvent(event);
    }
    return runs;
  }
}
