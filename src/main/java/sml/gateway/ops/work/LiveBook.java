package sml.gateway.ops.work;

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
import sml.gateway.chat.WorkBook;
import sml.gateway.ops.log.Text;
import sml.gateway.storage.WriteBehind;

/**
 * The work book on the tables {@code worker_logs}, {@code work_progress} and {@code worker_state}.
 * Writing goes to memory; {@link WorkWriter} carries it over. Only a line of a transaction goes
 * with it at once.
 */
@Component("workBook")
final class LiveBook implements WorkBook {
  private static final Logger LOG = LoggerFactory.getLogger(LiveBook.class);
  private static final int MOST_LINES = 5_000;
  private static final int MOST_KEYS = 1_000;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_LINE = 1_000;
  private static final int LONGEST_VALUE = 100_000;

  private final WorkStore store;
  private final Clock clock;
  private final WriteBehind<Line> lines = WriteBehind.ofEach(MOST_LINES);
  private final WriteBehind<Progress> progress = WriteBehind.ofNewest(MOST_KEYS, Progress::step);
  private final WriteBehind<Fact> facts = WriteBehind.ofNewest(MOST_KEYS, Fact::key);
  private final Cache<String, Progress> steps =
      Caffeine.newBuilder().maximumSize(MOST_KEYS).executor(Runnable::run).build();
  private final Cache<String, Fact> seen =
      Caffeine.newBuilder().maximumSize(MOST_KEYS).executor(Runnable::run).build();

  LiveBook(WorkStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void note(String step, Level level, String message) {
    var line =
        new Line(
            Text.storable(step, LONGEST_NAME),
            Text.storable(message, LONGEST_LINE),
            level.name().toLowerCase(Locale.ROOT),
            clock.instant());
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      store.writeLines(List.of(line));
    } else {
      lines.add(line);
    }
    switch (level) {
      case INFO, SUCCESS -> LOG.debug("event=work step={} {}", line.step(), line.message());
      case WARN, ERROR -> LOG.warn("event=work step={} {}", line.step(), line.message());
    }
  }

  @Override
  public void progress(String step, int done, int total) {
    String name = Text.storable(step, LONGEST_NAME);
    Instant now = clock.instant();
    steps
        .asMap()
        .compute(
            name,
            (key, last) -> {
              Progress next = Progress.next(last, name, done, total, now);
              progress.add(next);
              return next;
            });
  }

  @Override
  public void keep(String key, String value) {
    var fact =
        new Fact(
            Text.storable(key, LONGEST_NAME), Text.storable(value, LONGEST_VALUE), clock.instant());
    facts.add(fact);
    seen.put(fact.key(), fact);
  }

  /** As the database has it; what this gateway kept or saw last while the database is away. */
  @Override
  public Optional<String> recall(String key) {
    Fact waiting = facts.find(key);
    if (waiting != null) {
      return Optional.of(waiting.value());
    }
    try {
      Optional<Fact> stored = store.fact(key);
      stored.ifPresent(fact -> seen.put(fact.key(), fact));
      return stored.map(Fact::value);
    } catch (DataAccessException away) {
      LOG.debug("event=fact_unreadable key={}", key);
      return Optional.ofNullable(seen.getIfPresent(key)).map(Fact::value);
    }
  }

  /** Lines that are not in the database yet. */
  WriteBehind<Line> lines() {
    return lines;
  }

  /** Progress that is not in the database yet. */
  WriteBehind<Progress> progress() {
    return progress;
  }

  /** Facts that are not in the database yet. */
  WriteBehind<Fact> facts() {
    return facts;
  }
}
