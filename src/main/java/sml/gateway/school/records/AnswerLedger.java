package sml.gateway.school.records;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Saves answers one by one for the callers, and in batches for the database: a caller that comes
 * while a batch is written joins the next one. Returns only when the answer is safe.
 */
@Component
public final class AnswerLedger {
  private static final int MOST = 200;

  private final AnswerStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private final List<Entry> waiting = new ArrayList<>();
  private boolean writing;

  AnswerLedger(AnswerStore store) {
    this.store = store;
  }

  /**
   * Saves an answer.
   *
   * @return false when its attempt no longer runs, e.g. after a reset
   * @throws RuntimeException of the database, when it could not be saved
   */
  public boolean save(AnswerRow row) {
    var mine = new Entry(row);
    lock.lock();
    try {
      waiting.add(mine);
      while (!mine.done) {
        if (writing) {
          written.awaitUninterruptibly();
        } else {
          writeBatch();
        }
      }
    } finally {
      lock.unlock();
    }
    if (mine.failure != null) {
      throw mine.failure;
    }
    return mine.runs;
  }

  /** Writes the waiting answers; releases the lock while it writes. */
  private void writeBatch() {
    List<Entry> batch = new ArrayList<>(waiting.subList(0, Math.min(MOST, waiting.size())));
    waiting.subList(0, batch.size()).clear();
    boolean[] runs = new boolean[batch.size()];
    RuntimeException failure = null;
    writing = true;
    lock.unlock();
    try {
      runs = store.save(batch.stream().map(entry -> entry.row).toList());
    } catch (RuntimeException failed) {
      failure = failed;
    } finally {
      lock.lock();
      writing = false;
      for (int i = 0; i < runs.length; i++) {
        batch.get(i).end(runs[i], failure);
      }
      written.signalAll();
    }
  }

  private static final class Entry {
    private final AnswerRow row;
    private boolean done;
    private boolean runs;
    private @Nullable RuntimeException failure;

    Entry(AnswerRow row) {
      this.row = row;
    }

    void end(boolean stillRuns, @Nullable RuntimeException trouble) {
      runs = stillRuns;
      failure = trouble;
      done = true;
    }
  }
}
