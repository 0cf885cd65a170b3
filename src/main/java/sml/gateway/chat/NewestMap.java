package sml.gateway.chat;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that keeps its newest entries; not thread-safe. For what is asked for once, soon after it
 * came, e.g. the id of a tool call: a cache that goes by use, like Caffeine's, refuses newcomers in
 * favour of old entries as soon as it is full.
 */
public final class NewestMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;
  private final int maximumSize;

  public NewestMap(int maximumSize) {
    this.maximumSize = maximumSize;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > maximumSize;
  }
}
