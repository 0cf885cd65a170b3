package sml.gateway.cache.exact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.cache.ServableAnswers;
import sml.gateway.chat.ModelRef;
import sml.gateway.cluster.ClusterState;
import sml.gateway.cluster.ReplicatedTable;

/**
 * Until when answers of a model, of a request or of all are not to be served: those that were
 * stored earlier or at that time are as good as gone. Known to all replicas, and forgotten when
 * everything that was stored before has expired.
 */
@Component
final class Invalidations implements ReplicatedTable, ServableAnswers {
  private static final int MOST = 20_000;
  private static final String ALL = "all";

  private final ClusterState cluster;
  private final Clock clock;
  private final Duration ttl;
  private final Cache<String, Long> until;

  Invalidations(ClusterState cluster, CacheSettings settings, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
    this.ttl = settings.ttl();
    this.until =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(ttl.multipliedBy(2))
            .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
            .executor(Runnable::run)
            .build();
    cluster.join(this);
  }

  /** Nothing that is stored by now is served again. */
  void all() {
    set(ALL, clock.instant());
  }

  /** No answer that this model has given by now is served again. */
  void of(ModelRef model) {
    set(name(model), clock.instant());
  }

  /** The answer that is stored for this key is not served again. */
  void of(CacheKey key) {
    set(key.hash(), clock.instant());
  }

  /** No answer is served for this key as long as an answer is remembered. */
  void dispute(CacheKey key) {
    set(key.hash(), clock.instant().plus(ttl));
  }

  @Override
  public boolean allows(CachedAnswer answer) {
    return allows(new CacheKey(answer.id()), answer);
  }

  /** True while the answer may be served. */
  boolean allows(CacheKey key, CachedAnswer answer) {
    long stored = answer.storedAt().toEpochMilli();
    return stored > until(ALL)
        && stored > until(key.hash())
        && stored > until(name(answer.model()));
  }

  private static String name(ModelRef model) {
    return "model " + model.id();
  }

  private long until(String name) {
    Long time = until.getIfPresent(name);
    return time == null ? Long.MIN_VALUE : time;
  }

  private void set(String name, Instant time) {
    adopt(name, time.toEpochMilli());
    cluster.changed(this, name);
  }

  private void adopt(String name, long time) {
    until.asMap().merge(name, time, Math::max);
  }

  @Override
  public String topic() {
    return "forgotten-answers";
  }

  @Override
  public void receive(String key, String text) {
    adopt(key, Long.parseLong(text));
  }

  @Override
  public @Nullable Note note(String key) {
    Long time = until.getIfPresent(key);
    return time == null ? null : new Note(time, Long.toString(time));
  }

  @Override
  public Collection<String> keys() {
    return List.copyOf(until.asMap().keySet());
  }
}
