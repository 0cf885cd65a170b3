package sml.gateway.shared;

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
public final class Replica implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** So much longer than in life a sign of life may be overdue: the machine may be busy. */
  private static final int SLOWLY = 10;

  private static final AtomicLong ROUNDS = new AtomicLong();

  private final Line line;
  private final Subscription subscription;
  private final Presence presence;
  private final News news;
  private final Together commons;
  private final Pulse pulse;
  private final Marker marker = new Marker();

  private Replica(String url, String prefix) {
    SharedSettings settings =
        new Binder(
                new MapConfigurationPropertySource(
                    Map.of(
                        "sml.shared.redis-url",
                        url,
                        "sml.shared.prefix",
                        prefix,
                        // on a busy machine 50 ms pass unnoticed
                        "sml.shared.patience",
                        "1s",
                        "sml.shared.pulse",
                        "50ms")))
            .bind("sml.shared", SharedSettings.class)
            .get();
    line = new Line(url);
    subscription = new Subscription(line.factory());
    subscription.afterPropertiesSet();
    presence = new Presence(settings.pulse().toNanos(), () -> System.nanoTime() / SLOWLY);
    news = new News(UUID.randomUUID().toString(), new ObjectMapper());
    commons = new Together(settings, line, presence, news);
    pulse = new Pulse(settings, line, subscription, presence, news, commons);
    commons.join(marker);
    MessageListener listener =
        (message, pattern) -> news.hear(new String(message.getBody(), StandardCharsets.UTF_8));
    subscription.addMessageListener(listener, new ChannelTopic(commons.channel()));
  }

  /** A gateway without Valkey. */
  public static Commons alone() {
    return new Alone();
  }

  /** A prefix nobody else uses. */
  public static String anyPrefix() {
    return "test-" + UUID.randomUUID();
  }

  /** A replica that is not started yet, so that memories can join. */
  public static Replica at(String prefix) {
    return at(TestValkey.uri().toString(), prefix);
  }

  /** A replica that reaches Valkey at this address. */
  public static Replica at(String url, String prefix) {
    return new Replica(url, prefix);
  }

  /** Starts it and waits until it is connected. */
  public Replica start() {
    pulse.start();
    awaitWell();
    return this;
  }

  /** Starts it though Valkey is away. */
  public Replica startAway() {
    pulse.start();
    return this;
  }

  public Commons commons() {
    return commons;
  }

  /** What it tells of Valkey in the health. */
  ValkeyVital vital() {
    return new ValkeyVital(presence, commons.outbox());
  }

  /** Waits until it is connected, again. */
  public void awaitWell() {
    await("Valkey answers").until(presence::isWell);
  }

  /** Waits until it has noticed that Valkey is away. */
  public void awaitAway() {
    await("Valkey is away").until(() -> !presence.isWell());
  }

  /** Waits until it sees so many replicas. */
  public void awaitReplicas(int count) {
    await("replicas").until(() -> commons.replicas() == count);
  }

  /** Waits until it has said that Valkey is away. */
  public void awaitLost() {
    await("Valkey is lost").until(presence::isLost);
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(PATIENCE);
  }

  /** Waits until each of these has told everything, and the others have heard it. */
  public static void settle(Replica... replicas) {
    // what is heard may be answered
    for (int round = 0; round < 2; round++) {
      String mark = Long.toString(ROUNDS.incrementAndGet());
      for (Replica replica : replicas) {
        await("told").until(replica.commons.outbox()::isIdle);
        replica.commons.tell(replica.marker, replica.news.me(), mark);
      }
      List<String> all = Stream.of(replicas).map(replica -> replica.news.me() + mark).toList();
      for (Replica replica : replicas) {
        replica.marker.heard.add(replica.news.me() + mark);
        await("heard").until(() -> replica.marker.heard.containsAll(all));
      }
    }
  }

  @Override
  public void close() {
    pulse.stop();
    try {
      subscription.destroy();
    } catch (Exception away) {
      // it had nothing to say goodbye to
    }
    line.close();
  }

  private static final class Marker implements Memo {
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    @Override
    public String topic() {
      return "marker";
    }

    @Override
    public void hear(String key, String text) {
      heard.add(key + text);
    }
  }
}
