package sml.gateway.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    long patience = settings.patience().toMillis();
    long wait = Math.min(patience, most.toMillis());
    if (!valkeyHealth.isWell() || wait <= 0) {
      return null;
    }
    try {
      return valkeyConnection.get(place(key)).get(wait, TimeUnit.MILLISECONDS);
    } catch (ExecutionException away) {
      valkeyHealth.ill(String.valueOf(away.getMessage()));
      return null;
    } catch (TimeoutException late) {
      // what was given little time says nothing about Valkey
      if (wait >= patience / 2) {
        valkeyHealth.ill("no answer within " + wait + " ms");
      }
      return null;
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return null;
    }
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
