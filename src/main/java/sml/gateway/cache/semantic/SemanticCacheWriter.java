package sml.gateway.cache.semantic;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Reads the table into memory once, then writes what has changed; one thread at a time. */
@Component("semanticCacheWriter")
final class SemanticCacheWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SemanticCacheWriter.class);

  private final SemanticSettings settings;
  private final EntryTable entries;
  private final SemanticRows rows;
  private final SemanticCacheStore store;
  private final PgVectorStore vectors;
  private boolean loaded;

  SemanticCacheWriter(
      SemanticSettings settings,
      EntryTable entries,
      SemanticRows rows,
      SemanticCacheStore store,
      PgVectorStore vectors) {
    this.settings = settings;
    this.entries = entries;
    this.rows = rows;
    this.store = store;
    this.vectors = vectors;
  }

  /** Called by a timer; a database that cannot be reached is tried again the next time. */
  public void drain() {
    if (!settings.enabled()) {
      return;
    }
    try {
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

  private void load() {
    if (!loaded) {
      store.deleteBefore(entries.oldest());
      for (var entry : store.load(entries.oldest(), settings.entries())) {
        entries.putUnlessThere(entry);
      }
      loaded = true;
    }
  }
}
