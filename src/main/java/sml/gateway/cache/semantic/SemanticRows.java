package sml.gateway.cache.semantic;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.storage.WriteBehind;

/** Entries whose rows have to be written or deleted, the newest of each. */
@Component("semanticRows")
final class SemanticRows {
  private static final int BATCH = 100;

  private final WriteBehind<Row> waiting;

  SemanticRows(SemanticSettings settings) {
    this.waiting = WriteBehind.ofNewest(settings.entries(), Row::id);
  }

  /**
   * What the table should have.
   *
   * @param entry null when the row has to go
   */
  record Row(String id, @Nullable SemanticEntry entry) {}

  void write(SemanticEntry entry) {
    waiting.add(new Row(entry.id(), entry));
  }

  void delete(String id) {
    waiting.add(new Row(id, null));
  }

  void drain(SemanticCacheStore store) {
    waiting.drain(BATCH, store::write);
  }
}
