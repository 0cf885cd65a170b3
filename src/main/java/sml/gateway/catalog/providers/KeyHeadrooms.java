package sml.gateway.catalog.providers;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sml.gateway.catalog.Keyring.ApiKey;

/** How much of its quota each key has left, as its provider said last. */
final class KeyHeadrooms {
  /** Keys that differ by less have the same for a choice. */
  private static final double ALIKE = 0.1;

  private final Map<Long, Left> known = new ConcurrentHashMap<>();

  private record Left(double share, Instant until) {}

  void note(long keyId, double share, Instant until) {
    known.put(keyId, new Left(share, until));
  }

  void keepOnly(Collection<Long> keyIds) {
    known.keySet().retainAll(keyIds);
  }

  /** Those of the keys that have the most left. */
  List<ApiKey> fullest(List<ApiKey> keys, Instant now) {
    if (keys.size() < 2 || known.isEmpty()) {
      return keys;
    }
    double most = keys.stream().mapToDouble(key -> share(key, now)).max().orElse(1);
    return keys.stream().filter(key -> share(key, now) >= most - ALIKE).toList();
  }

  private double share(ApiKey key, Instant now) {
    Left left = known.get(key.id());
    return left == null || !left.until().isAfter(now) ? 1 : left.share();
  }
}
