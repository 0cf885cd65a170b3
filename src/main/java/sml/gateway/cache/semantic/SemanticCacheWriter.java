package sml.gateway.cache.semantic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheSettings;

/**
 * Reads the table into memory once, then writes what has changed and deletes what is too old; one
 * thread at a time.
 */
@Component("semanticCacheWriter")
final class SemanticCacheWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SemanticCacheWriter.class);
  private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(1);

  private final SemanticSettings settings;
  private final CacheSettings caches;
  private final EntryTable entries;
  private final SemanticRows rows;
  private final SemanticCacheStore store;
  private final PgVectorStore vectors;
  private final Clock clock;
  private boolean loaded;
  private Instant nextCleaning = Instant.MIN;

  SemanticCacheWriter(
      SemanticSettings settings,
      CacheSettings caches,
      EntryTable entries,
      SemanticRows rows,
      SemanticCacheStore store,
      PgVectorStore vectors,
      Clock clock) {
    this.settings = settings;
    this.caches = caches;
    this.entries = entries;
    this.rows = rows;
    this.store = store;
    this.vectors = vectors;
    this.clock = clock;
  }

  /** Called by a timer; a database that cannot be reached is tried again the next time. */
  public void drain() {
    if (!settings.enabled() || !caches.enabled()) {
      return;
    }
    try {
      clean();
      load();
      rows.drain(store);
      var vector = entries.anyVector();
      if (vector != null && settings.search() == SemanticSettings.Search.AUTO) {
        vectors.prepare(vector.model(), vector.dimensions());
      }
    } catch (DataAccessException later) {
      LOG.debug("The semantic cache is not written now", later);
    }
  }

  private void clean() {
    if (!clock.instant().isBefore(nextCleaning)) {
      entries.removeOld();
      store.deleteBefore(entries.oldest());
      nextCleaning = clock.instant().plus(BETWEEN_CLEANINGS);
    }
  }

  private void load() {
    if (!loaded) {
      for (var entry : store.load(entries.oldest(), settings.entries())) {
        entries.putUnlessThere(entry);
      }
      loaded = true;
    }
  }
}
