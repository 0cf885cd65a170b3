package sml.gateway.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Texts that all replicas share for a while. There is no bean of it without {@code REDIS_URL}.
 * While Valkey is away nothing is kept and nothing is there; only {@link #get} ever waits.
 */
public interface SharedValues {

  /**
   * The text of a key; waits at most this long, and never longer than the 50 ms of {@code
   * sml.shared.request-timeout}.
   *
   * @return null when there is none, or no answer in time
   */
  @Nullable String get(String key, Duration most);

  /** Keeps a text for a while, asynchronously. */
  void put(String key, String text, Duration ttl);

  /** Removes a text, asynchronously. */
  void remove(String key);
}
