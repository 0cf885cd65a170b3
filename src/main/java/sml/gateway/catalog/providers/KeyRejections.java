package sml.gateway.catalog.providers;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sml.gateway.catalog.CatalogSettings;
import sml.gateway.catalog.Keyring.ApiKey;

/** The keys that their providers reject, in memory and, where that changes, in the table. */
final class KeyRejections {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRejections.class);

  private final KeyStore store;
  private final CatalogSettings settings;
  private final Clock clock;
  private final Set<Long> held = ConcurrentHashMap.newKeySet();
  private final Map<Long, Integer> refusals = new ConcurrentHashMap<>();
  private final Map<Long, KeyRejection> known = new ConcurrentHashMap<>();

  KeyRejections(KeyStore store, CatalogSettings settings, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /** Loads what the table says of a key. */
  void load(StoredKey key) {
    if (key.usable()) {
      held.remove(key.id());
    }
    KeyRejection keyRejection = key.rejection();
    if (keyRejection == null) {
      known.remove(key.id());
    } else {
      known.put(key.id(), keyRejection);
    }
  }

  void keepOnly(Set<Long> alive) {
    held.retainAll(alive);
    known.keySet().retainAll(alive);
    refusals.keySet().retainAll(alive);
  }

  /** True when the key must not be sent now. */
  boolean holds(long keyId) {
    return held.contains(keyId);
  }

  boolean any() {
    return !held.isEmpty();
  }

  Optional<KeyRejection> of(long keyId) {
    return Optional.ofNullable(known.get(keyId));
  }

  /** True when the cooldown of a rejected key is over. */
  boolean isCooledDown(long keyId) {
    KeyRejection keyRejection = known.get(keyId);
    return keyRejection == null || !keyRejection.until().isAfter(clock.instant());
  }

  /** Counts a refusal that no check confirms; true when there were too many in a row. */
  boolean isOneTooMany(long keyId) {
    return refusals.merge(keyId, 1, Integer::sum) >= settings.keyRefusals();
  }

  void add(String provider, ApiKey key, String said) {
    KeyRejection before = known.get(key.id());
    String words = said.isEmpty() && before != null ? before.said() : said;
    KeyRejection next =
        KeyRejection.next(
            before,
            words.replace(key.secret(), "***"),
            clock.instant(),
            settings.keyRest(),
            settings.longestKeyRest());
    known.put(key.id(), next);
    held.add(key.id());
    store.reject(key.id(), next);
    LOG.warn("provider={} key={} is rejected until {}", provider, key.id(), next.until());
  }

  /** Lets the key be sent again; the next refusal is enough to end that. */
  void tryAgain(long keyId) {
    refusals.put(keyId, settings.keyRefusals() - 1);
    store.tryAgain(keyId);
  }

  /** Forgets all that was said against the key; true when it had been rejected. */
  boolean forget(long keyId) {
    refusals.remove(keyId);
    return known.remove(keyId) != null;
  }
}
