package sml.gateway.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shared texts as keys of Valkey that expire by themselves. */
final class ValkeyValues implements SharedValues {
  private static final Logger LOG = LoggerFactory.getLogger(ValkeyValues.class);

  private final ClusterSettings settings;
  private final ValkeyConnection valkeyConnection;
  private final ValkeyHealth valkeyHealth;

  ValkeyValues(
      ClusterSettings settings, ValkeyConnection valkeyConnection, ValkeyHealth valkeyHealth) {
    this.settings = settings;
    this.valkeyConnection = valkeyConnection;
    this.valkeyHealth = valkeyHealth;
  }

  @Override
  public @Nullable String get(String key, Duration most) {
    Duration limit = settings.requestTimeout();
    Duration longest = most.compareTo(limit) < 0 ? most : limit;
    return valkeyHealth.await(() -> valkeyConnection.get(place(key)), longest, limit.dividedBy(2));
  }

  @Override
  public void put(String key, String text, Duration ttl) {
    if (valkeyHealth.isWell()) {
      watch(valkeyConnection.put(place(key), text, ttl));
    }
  }

  @Override
  public void remove(String key) {
    if (valkeyHealth.isWell()) {
      watch(valkeyConnection.remove(place(key)));
    }
  }

  /** A text that is lost costs one more call; the heartbeats see when Valkey is away. */
  private static void watch(CompletableFuture<?> command) {
    var unused =
        command.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.debug("event=shared_value_lost cause={}", failure.toString());
              }
            });
  }

  private String place(String key) {
    return settings.prefix() + ":" + key;
  }
}
