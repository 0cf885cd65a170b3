package sml.gateway.modelhealth.quotas;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The keys in rotation for one quota, each with its own. Not thread-safe. */
final class PerKeyQuotas {
  private static final int MOST_KEYS = 8;

  private final IntSupplier known;
  private final Set<Long> seen = new HashSet<>();
  private final Map<Long, Long> usedUp = new HashMap<>();

  /**
   * @param known how many keys the catalogue has
   */
  PerKeyQuotas(IntSupplier known) {
    this.known = known;
  }

  void note(@Nullable Long key) {
    if (key != null && seen.size() < MOST_KEYS) {
      seen.add(key);
    }
  }

  int count() {
    return Math.max(seen.size(), Math.max(1, known.getAsInt()));
  }

  /** A key is used up until it is reset; true while another one is not. */
  boolean anotherIsLeft(Long key, long reset, long now) {
    int all = known.getAsInt();
    if (all <= 1) {
      return false;
    }
    usedUp.values().removeIf(until -> until <= now);
    usedUp.put(key, reset);
    return usedUp.size() < all;
  }

  void forgetUsedUp() {
    usedUp.clear();
  }
}
