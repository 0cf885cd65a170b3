package sml.gateway.modelhealth;

import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent map that never grows past a bound: the entries idle for longest are removed first.
 */
public final class BoundedMap<K, V extends BoundedMap.Aging> {
  private static final int SHARE_THAT_LEAVES = 10;

  private final ConcurrentMap<K, V> entries = new ConcurrentHashMap<>();
  private final int most;
  private final Maker<K, V> maker;

  public BoundedMap(int most, Maker<K, V> maker) {
    this.most = most;
    this.maker = maker;
  }

  /** The entry of a key if there is one. */
  public @Nullable V peek(K key) {
    return entries.get(key);
  }

  /** The entry of a key, made now (epoch milliseconds) if it is new. */
  public V of(K key, long now) {
    V known = entries.get(key);
    if (known != null) {
      return known;
    }
    V made = entries.computeIfAbsent(key, fresh -> maker.make(fresh, now));
    if (entries.size() > most) {
      evict();
    }
    return made;
  }

  /** Puts an entry in place that was saved earlier. */
  public void put(K key, V entry) {
    if (entries.size() < most) {
      entries.put(key, entry);
    }
  }

  /** The entry of a key if there is one; all when the key is null. */
  public Stream<V> some(@Nullable K key) {
    return key == null ? entries.values().stream() : Stream.ofNullable(entries.get(key));
  }

  /** A live view of all entries, not a copy. */
  public Collection<V> all() {
    return entries.values();
  }

  // a tenth at once, so that a full map does not sort itself for every new key
  private synchronized void evict() {
    int surplus = entries.size() - most;
    if (surplus <= 0) {
      return;
    }
    record Aged<K>(K key, long usedMs) {}
    entries.entrySet().stream()
        .map(entry -> new Aged<>(entry.getKey(), entry.getValue().lastUsedMs()))
        .sorted(Comparator.comparingLong(Aged::usedMs))
        .limit((long) surplus + most / SHARE_THAT_LEAVES)
        .forEach(aged -> entries.remove(aged.key()));
  }

  /** An entry that knows when it was used last. */
  public interface Aging {
    /** Epoch milliseconds. */
    long lastUsedMs();
  }

  /** Makes the entry of a new key at the given time. */
  @FunctionalInterface
  public interface Maker<K, V> {
    V make(K key, long now);
  }
}
