package sml.gateway.jobs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import sml.gateway.jobs.WorkerStore.WorkProgress;
import sml.gateway.jobs.WorkerStore.WorkerFact;
import sml.gateway.jobs.WorkerStore.WorkerLogEntry;
import sml.gateway.storage.StorableText;
import sml.gateway.storage.WriteBehind;

/**
 * The worker log on the tables {@code worker_logs}, {@code work_progress} and {@code worker_state}.
 * Entries go to memory; {@link WorkerLogWriter} saves them. Only an entry of a transaction is saved
 * at once, with it.
 */
@Component("workerLog")
final class BufferedWorkerLog implements WorkerLog {
  private static final Logger LOG = LoggerFactory.getLogger(BufferedWorkerLog.class);
  private static final int MOST_ENTRIES = 5_000;
  private static final int MOST_KEYS = 1_000;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_MESSAGE = 1_000;
  private static final int LONGEST_VALUE = 100_000;

  private final WorkerStore store;
  private final Clock clock;
  private final WriteBehind<WorkerLogEntry> entries = WriteBehind.ofEach(MOST_ENTRIES);
  private final WriteBehind<WorkProgress> progress =
      WriteBehind.ofNewest(MOST_KEYS, WorkProgress::step);
  private final WriteBehind<WorkerFact> facts = WriteBehind.ofNewest(MOST_KEYS, WorkerFact::key);
  private final Cache<String, WorkProgress> steps =
      Caffeine.newBuilder().maximumSize(MOST_KEYS).executor(Runnable::run).build();
  private final Cache<String, WorkerFact> seen =
      Caffeine.newBuilder().maximumSize(MOST_KEYS).executor(Runnable::run).build();

  BufferedWorkerLog(WorkerStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void note(String step, Level level, String message) {
    var workerLogEntry =
        new WorkerLogEntry(
            StorableText.storable(step, LONGEST_NAME),
            StorableText.storable(message, LONGEST_MESSAGE),
            level.name().toLowerCase(Locale.ROOT),
            clock.instant());
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      store.writeEntries(List.of(workerLogEntry));
    } else {
      entries.add(workerLogEntry);
    }
    switch (level) {
      case INFO, SUCCESS ->
          LOG.debug("event=work step={} {}", workerLogEntry.step(), workerLogEntry.message());
      case WARN, ERROR ->
          LOG.warn("event=work step={} {}", workerLogEntry.step(), workerLogEntry.message());
    }
  }

  @Override
  public void progress(String step, int done, int total) {
    String name = StorableText.storable(step, LONGEST_NAME);
    Instant now = clock.instant();
    steps
        .asMap()
        .compute(
            name,
            (key, last) -> {
              WorkProgress next = WorkProgress.next(last, name, done, total, now);
              progress.add(next);
              return next;
            });
  }

  @Override
  public void keep(String key, String value) {
    var workerFact =
        new WorkerFact(
            StorableText.storable(key, LONGEST_NAME),
            StorableText.storable(value, LONGEST_VALUE),
            clock.instant());
    facts.add(workerFact);
    seen.put(workerFact.key(), workerFact);
  }

  /** As the database has it; what this gateway kept or saw last while the database is away. */
  @Override
  public Optional<String> recall(String key) {
    WorkerFact waiting = facts.find(key);
    if (waiting != null) {
      return Optional.of(waiting.value());
    }
    try {
      Optional<WorkerFact> stored = store.fact(key);
      stored.ifPresent(workerFact -> seen.put(workerFact.key(), workerFact));
      return stored.map(WorkerFact::value);
    } catch (DataAccessException away) {
      LOG.debug("event=fact_unreadable key={}", key);
      return Optional.ofNullable(seen.getIfPresent(key)).map(WorkerFact::value);
    }
  }

  /** Entries that are not in the database yet. */
  WriteBehind<WorkerLogEntry> entries() {
    return entries;
  }

  /** Progress that is not in the database yet. */
  WriteBehind<WorkProgress> progress() {
    return progress;
  }

  /** Facts that are not in the database yet. */
  WriteBehind<WorkerFact> facts() {
    return facts;
  }
}
