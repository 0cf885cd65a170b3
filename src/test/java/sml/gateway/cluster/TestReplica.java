package sml.gateway.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.listener.ChannelTopic;
import sml.gateway.testkit.TestValkey;

/** A replica in this JVM, on a real Valkey, without Spring and routes. */
public final class TestReplica implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** How much longer than in production a heartbeat may be overdue: the machine may be busy. */
  private static final int SLOWLY = 10;

  private static final int POLLS_UNTIL_AGAIN = 500;

  private static final AtomicLong ROUNDS = new AtomicLong();

  private final ClusterSettings settings;
  private final ValkeyConnection valkeyConnection;
  private final ClusterSubscription clusterSubscription;
  private final ValkeyHealth valkeyHealth;
  private final ClusterListener clusterListener;
  private final ValkeyCluster cluster;
  private final Heartbeat heartbeat;
  private final Marker marker = new Marker();
  private int polls;

  private TestReplica(String url, String prefix) {
    settings = settings(url, prefix);
    valkeyConnection = new ValkeyConnection(url, settings.commandTimeout());
    clusterSubscription = new ClusterSubscription(valkeyConnection.factory());
    clusterSubscription.afterPropertiesSet();
    valkeyHealth =
        new ValkeyHealth(settings.heartbeat().toNanos(), () -> System.nanoTime() / SLOWLY);
    clusterListener = new ClusterListener(UUID.randomUUID().toString(), new ObjectMapper());
    cluster = new ValkeyCluster(settings, valkeyConnection, valkeyHealth, clusterListener);
    heartbeat =
        new Heartbeat(
            settings,
            valkeyConnection,
            clusterSubscription,
            valkeyHealth,
            clusterListener,
            cluster);
    cluster.join(marker);
    MessageListener listener =
        (message, pattern) ->
            clusterListener.receive(new String(message.getBody(), StandardCharsets.UTF_8));
    clusterSubscription.addMessageListener(listener, new ChannelTopic(cluster.channel()));
  }

  // a busy machine stands still for seconds, and that is not the test
  private static ClusterSettings settings(String url, String prefix) {
    var settings =
        Map.of(
            "sml.shared.redis-url", url,
            "sml.shared.prefix", prefix,
            "sml.shared.request-timeout", "1s",
            "sml.shared.beat-timeout", "5s",
            "sml.shared.command-timeout", "20s",
            "sml.shared.silence", "60s",
            "sml.shared.heartbeat", "50ms");
    return new Binder(new MapConfigurationPropertySource(settings))
        .bind("sml.shared", ClusterSettings.class)
        .get();
  }

  /** A gateway without Valkey. */
  public static ClusterState alone() {
    return new SingleNode();
  }

  /** A prefix that no other test uses. */
  public static String anyPrefix() {
    return "test-" + UUID.randomUUID();
  }

  /** A replica that is not started yet, so that tables can join. */
  public static TestReplica at(String prefix) {
    return at(TestValkey.uri().toString(), prefix);
  }

  /** A replica that reaches Valkey at this address. */
  public static TestReplica at(String url, String prefix) {
    return new TestReplica(url, prefix);
  }

  /** Starts it and waits until it is connected. */
  public TestReplica start() {
    heartbeat.start();
    awaitWell();
    return this;
  }

  /** Starts it though Valkey is away. */
  public TestReplica startAway() {
    heartbeat.start();
    return this;
  }

  public ClusterState cluster() {
    return cluster;
  }

  /** The texts it shares with the others. */
  public SharedValues values() {
    return new ValkeyValues(settings, valkeyConnection, valkeyHealth);
  }

  /** What it reports of Valkey in the health. */
  ValkeyComponentHealth health() {
    return new ValkeyComponentHealth(valkeyHealth, cluster.outbox());
  }

  /** Waits until it is connected, again. */
  public void awaitWell() {
    await("Valkey answers").until(valkeyHealth::isWell);
  }

  /** Waits until it has noticed that Valkey is away. */
  public void awaitAway() {
    await("Valkey is away").until(() -> !valkeyHealth.isWell());
  }

  /** Waits until it sees so many replicas. */
  public void awaitReplicas(int count) {
    await("replicas").until(() -> cluster.replicas() == count);
  }

  /** Waits until it has said that Valkey is away. */
  public void awaitLost() {
    await("Valkey is lost").until(valkeyHealth::isLost);
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(TIMEOUT);
  }

  /** Waits until each of these has published everything, and the others have received it. */
  public static void settle(TestReplica... replicas) {
    // a received message may cause a reply
    for (int round = 0; round < 2; round++) {
      String mark = Long.toString(ROUNDS.incrementAndGet());
      for (TestReplica replica : replicas) {
        await("published").until(replica.cluster.outbox()::isIdle);
        replica.publishMark(mark);
      }
      List<String> all =
          Stream.of(replicas).map(replica -> replica.clusterListener.me() + mark).toList();
      for (TestReplica replica : replicas) {
        replica.marker.heard.add(replica.clusterListener.me() + mark);
        await("heard").until(() -> hears(replica, all, mark, replicas));
      }
    }
  }

  // events are dropped while Valkey counts as away, so marks that are missing are published again
  private static boolean hears(
      TestReplica replica, List<String> all, String mark, TestReplica[] replicas) {
    boolean heard = replica.marker.heard.containsAll(all);
    if (!heard && replica.polls++ % POLLS_UNTIL_AGAIN == POLLS_UNTIL_AGAIN - 1) {
      Stream.of(replicas).forEach(each -> each.publishMark(mark));
    }
    return heard;
  }

  private void publishMark(String mark) {
    cluster.publish(marker, clusterListener.me(), mark);
  }

  @Override
  public void close() {
    heartbeat.stop();
    try {
      clusterSubscription.destroy();
    } catch (Exception away) {
      // it had no connection to close
    }
    valkeyConnection.close();
  }

  private static final class Marker implements ReplicatedTable {
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    @Override
    public String topic() {
      return "marker";
    }

    @Override
    public void receive(String key, String text) {
      heard.add(key + text);
    }
  }
}
