package sml.gateway.catalog.providers;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.CatalogSettings;
import sml.gateway.catalog.Keyring;

/** Hands out keys in turn from memory; {@link #flush} saves their cooldowns and use later. */
@Component("keyring")
public final class RotatingKeyring implements Keyring {
  private static final Logger LOG = LoggerFactory.getLogger(RotatingKeyring.class);

  private final KeyStore store;
  private final ObjectProvider<KeyCheck> check;
  private final Clock clock;
  private final Executor background;
  private final Map<String, AtomicInteger> nextIndex = new ConcurrentHashMap<>();
  private final KeyHeadrooms headrooms = new KeyHeadrooms();
  private final Map<Long, Instant> cooldowns = new ConcurrentHashMap<>();
  private final Map<Long, Instant> unsavedCooldowns = new ConcurrentHashMap<>();
  private final Map<Long, Instant> unwrittenUse = new ConcurrentHashMap<>();
  private final Set<Long> underSuspicion = ConcurrentHashMap.newKeySet();
  private final KeyRejections keyRejections;
  private volatile KeySnapshot keys = KeySnapshot.NONE;

  @Autowired
  RotatingKeyring(
      KeyStore store, ObjectProvider<KeyCheck> check, CatalogSettings settings, Clock clock) {
    this(store, check, settings, clock, task -> Thread.ofVirtual().name("key-check").start(task));
  }

  RotatingKeyring(
      KeyStore store,
      ObjectProvider<KeyCheck> check,
      CatalogSettings settings,
      Clock clock,
      Executor background) {
    this.store = store;
    this.check = check;
    this.keyRejections = new KeyRejections(store, settings, clock);
    this.clock = clock;
    this.background = background;
  }

  /**
   * After the encryption key was changed: encrypts the stored keys with it, and logs which are
   * lost.
   */
  public void renew() {
    int renewed = store.renew();
    if (renewed > 0) {
      LOG.info("{} keys are encrypted with the new key now; the old one is not needed", renewed);
    }
    List<String> lost =
        store.all().stream()
            .filter(opened -> opened.secret() == null)
            .map(opened -> opened.key().provider() + " " + opened.key().hint())
            .toList();
    if (!lost.isEmpty()) {
      LOG.warn(
          "{} stored keys cannot be decrypted: {}. Enter them again, or start with the key that"
              + " encrypted them in SML_ENCRYPTION_KEY_OLD",
          lost.size(),
          String.join(", ", lost));
    }
  }

  /** Reads the keys anew; {@code keyless} are the providers that answer without one. */
  void load(Set<String> keyless) {
    load(keyless, Map.of());
  }

  /**
   * As {@link #load(Set)}, with the providers that use the keys of another one, each with that one.
   */
  public void load(Set<String> keyless, Map<String, String> lenders) {
    var usable = new HashMap<String, List<ApiKey>>();
    var owners = new HashMap<Long, String>();
    var stored = new HashMap<String, List<StoredKey>>();
    var readable = new HashMap<Long, ApiKey>();
    var alive = new HashSet<Long>();
    for (KeyStore.Opened opened : store.all()) {
      StoredKey key = opened.key();
      alive.add(key.id());
      stored.computeIfAbsent(key.provider(), name -> new ArrayList<>()).add(key);
      ApiKey secret = opened.secret();
      if (secret != null) {
        readable.put(key.id(), secret);
        owners.put(key.id(), key.provider());
      }
      if (key.usable() && secret != null) {
        usable.computeIfAbsent(key.provider(), name -> new ArrayList<>()).add(secret);
      }
      keyRejections.load(key);
      Instant until = key.cooldownUntil();
      if (until != null) {
        cooldowns.merge(key.id(), until, (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    cooldowns.keySet().retainAll(alive);
    headrooms.keepOnly(alive);
    keyRejections.keepOnly(alive);
    keys = new KeySnapshot(usable, owners, readable, stored, keyless, lenders);
  }

  @Override
  public Optional<ApiKey> pick(String provider) {
    KeySnapshot now = keys;
    List<ApiKey> mine = now.of(provider);
    if (keyRejections.any()) {
      mine = mine.stream().filter(key -> !keyRejections.holds(key.id())).toList();
    }
    if (mine.isEmpty()) {
      return now.keyless().contains(provider) ? Optional.of(ApiKey.NONE) : Optional.empty();
    }
    ApiKey key = next(provider, mine);
    unwrittenUse.put(key.id(), clock.instant());
    return Optional.of(key);
  }

  @Override
  public boolean anyCoolingDown(String provider) {
    Instant now = clock.instant();
    return keys.of(provider).stream()
        .anyMatch(key -> !keyRejections.holds(key.id()) && !coolsDownUntil(key).isAfter(now));
  }

  @Override
  public int count(String provider) {
    return Math.max(1, keys.of(provider).size());
  }

  @Override
  public long account(String provider, @Nullable Long keyId) {
    return keys.account(provider, keyId);
  }

  private ApiKey next(String provider, List<ApiKey> mine) {
    Instant now = clock.instant();
    List<ApiKey> ready = mine.stream().filter(key -> !coolsDownUntil(key).isAfter(now)).toList();
    List<ApiKey> fullest = headrooms.fullest(ready, now);
    int start = nextIndex.computeIfAbsent(provider, name -> new AtomicInteger()).getAndIncrement();
    if (!fullest.isEmpty()) {
      return fullest.get(Math.floorMod(start, fullest.size()));
    }
    return mine.stream().min(Comparator.comparing(this::coolsDownUntil)).orElseThrow();
  }

  private Instant coolsDownUntil(ApiKey key) {
    return cooldowns.getOrDefault(key.id(), Instant.MIN);
  }

  @Override
  public void coolDown(long keyId, Duration time) {
    if (keys.owners().containsKey(keyId)) {
      Instant until = clock.instant().plus(time);
      cooldowns.put(keyId, until);
      unsavedCooldowns.put(keyId, until);
    }
  }

  @Override
  public void left(long keyId, double share, Duration time) {
    if (keys.owners().containsKey(keyId)) {
      headrooms.note(keyId, share, clock.instant().plus(time));
    }
  }

  @Override
  public void suspect(long keyId, String said) {
    checkLater(keyId, said, false);
  }

  @Override
  public void accepted(long keyId) {
    if (keyRejections.forget(keyId)) {
      background.execute(() -> attempt(keyId, () -> store.accept(keyId)));
    }
  }

  /** Checks the rejected keys whose cooldown is over again. */
  public void proveAgain() {
    keys.stored().values().stream()
        .flatMap(List::stream)
        .filter(key -> key.health().equals("invalid"))
        .filter(key -> keyRejections.isCooledDown(key.id()))
        .forEach(key -> checkLater(key.id(), "", true));
  }

  private void checkLater(long keyId, String said, boolean cooledDown) {
    if (keys.owners().containsKey(keyId) && underSuspicion.add(keyId)) {
      background.execute(
          () -> {
            attempt(keyId, () -> check(keyId, said, cooledDown));
            underSuspicion.remove(keyId);
          });
    }
  }

  private static void attempt(long keyId, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.warn("key={} could not be checked: {}", keyId, e.getMessage());
    }
  }

  private void check(long keyId, String said, boolean cooledDown) {
    KeySnapshot now = keys;
    String provider = now.owners().get(keyId);
    ApiKey key = now.readable().get(keyId);
    if (provider == null || key == null) {
      return;
    }
    KeyCheck.KeyStatus verdict = check.getObject().check(provider, key.secret());
    // a 403 for an accepted key is about the request, not the key
    boolean ofRequest = verdict == KeyCheck.KeyStatus.ACCEPTED && said.startsWith("403");
    boolean often = !cooledDown && !ofRequest && keyRejections.isOneTooMany(keyId);
    if (verdict == KeyCheck.KeyStatus.REFUSED || often) {
      keyRejections.add(provider, key, said);
    } else if (cooledDown) {
      keyRejections.tryAgain(keyId);
    }
  }

  /** What a provider said that rejects all its keys; empty when it does not. */
  public Optional<String> rejected(String provider) {
    List<StoredKey> stored = keys.rows(provider);
    boolean anyLeft =
        stored.stream().anyMatch(key -> key.usable() && !keyRejections.holds(key.id()));
    return anyLeft
        ? Optional.empty()
        : stored.stream()
            .flatMap(key -> keyRejections.of(key.id()).stream())
            .findFirst()
            .map(one -> "rejects its key since %s: %s".formatted(one.since(), one.said()));
  }

  /** Saves which keys cool down and when they were used. */
  public void flush() {
    Map<Long, Instant> unsaved = Map.copyOf(unsavedCooldowns);
    store.saveCooldowns(unsaved);
    unsaved.forEach(unsavedCooldowns::remove);
    Map<Long, Instant> use = Map.copyOf(unwrittenUse);
    store.used(use);
    use.forEach(unwrittenUse::remove);
  }

  /** The provider's keys as people may see them. */
  public List<StoredKey> stored(String provider) {
    return keys.stored().getOrDefault(provider, List.of());
  }

  /** How many providers have a key. */
  public int keyedProviders() {
    return keys.stored().size();
  }

  /** True when a key of the provider can be used or none is needed. */
  public boolean opens(String provider) {
    KeySnapshot now = keys;
    return now.keyless().contains(provider) || !now.of(provider).isEmpty();
  }

  @Override
  public String toString() {
    return "RotatingKeyring[" + keys.owners().size() + " keys]";
  }
}
