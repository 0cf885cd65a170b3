package sml.gateway.translation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.json.RawObject;

/**
 * The output items of late responses, in memory only. Clients that think them stored, as they are
 * at OpenAI, name them in their next request instead of sending them. Kept as bytes: as trees they
 * are many times as large, and few are asked for.
 */
@Component("namedItems")
final class NamedItems {
  private final Cache<String, byte[]> items;

  NamedItems(TranslationSettings settings) {
    this.items =
        Caffeine.newBuilder()
            .expireAfterWrite(settings.itemsKept())
            .maximumWeight(settings.itemsSize().toBytes())
            // what each answer adds is removed in passing; another thread for it costs more
            .executor(Runnable::run)
            .weigher((String id, byte[] item) -> item.length)
            .build();
  }

  void keep(String id, byte[] item) {
    items.put(id, item);
  }

  /** An item as it was sent, null when it is not known here or not any more. */
  @Nullable ObjectNode find(String id) {
    byte[] item = items.getIfPresent(id);
    if (item == null) {
      return null;
    }
    try {
      return RawObject.parse(item).tree();
    } catch (IOException writtenByUs) {
      throw new UncheckedIOException(writtenByUs);
    }
  }
}
