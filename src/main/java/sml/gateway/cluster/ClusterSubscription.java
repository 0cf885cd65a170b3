package sml.gateway.cluster;

import java.util.Collection;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.data.redis.listener.Topic;
import org.springframework.util.backoff.FixedBackOff;

/**
 * The subscription to messages of the replicas; a route adds its listener. It neither starts by
 * itself nor fails the caller that adds a listener: {@link #ensure} is called until Valkey is
 * there.
 */
final class ClusterSubscription extends RedisMessageListenerContainer {
  private static final long REGISTRATION_MS = 1_000;
  private static final int MOST_WAITING = 10_000;

  private final ThreadPoolExecutor reader;

  ClusterSubscription(RedisConnectionFactory factory) {
    reader =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("cluster-subscription").factory(),
            new ThreadPoolExecutor.DiscardOldestPolicy());
    setConnectionFactory(factory);
    // the caller of ensure tries again; the container's own retry would block it
    setRecoveryBackoff(new FixedBackOff(0, 0));
    setTaskExecutor(reader);
    setMaxSubscriptionRegistrationWaitingTime(REGISTRATION_MS);
  }

  @Override
  public boolean isAutoStartup() {
    return false;
  }

  @Override
  public void addMessageListener(MessageListener listener, Collection<? extends Topic> topics) {
    try {
      super.addMessageListener(listener, topics);
    } catch (RuntimeException away) {
      // the listener is registered all the same, and subscribed by the next start
      stop();
    }
  }

  /** Subscribes if that has not happened yet; fails when Valkey is away. */
  void ensure() {
    if (!isListening()) {
      stop();
      start();
    }
  }

  @Override
  public void destroy() throws Exception {
    super.destroy();
    reader.shutdown();
  }
}
