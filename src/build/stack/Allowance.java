package stack;

import static stack.Checks.check;
import static stack.Checks.say;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Received;
import sml.gateway.testkit.provider.SimulatedProvider;

/**
 * A model that says in its headers that it takes 60 requests a minute, asked three times a second
 * at the door of all gateways.
 */
final class Allowance implements AutoCloseable {
  private static final int MOST = 60;
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long LEAST_NANOS = 2 * MINUTE_NANOS + TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_MS = 333;
  private static final String BODY =
      "{\"model\":\"narrow/sixty\",\"messages\":"
          + "[{\"role\":\"user\",\"content\":\"question 0, please\"}]}";

  private final Cluster cluster;
  private final SimulatedProvider provider;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final long started = System.nanoTime();
  private final Thread asker;

  private Allowance(Cluster cluster, SimulatedProvider provider) {
    this.cluster = cluster;
    this.provider = provider;
    this.asker = Thread.ofPlatform().daemon().name("allowance").start(this::ask);
  }

  /** Begins to use it up. */
  static Allowance use(Cluster cluster) throws Exception {
    SimulatedProvider provider = cluster.upstreams.provider("narrow");
    provider.model(
        "sixty",
        Upstreams.usual()
            .limited(MOST, java.time.Duration.ofMinutes(1))
            .limitHeaders(Behaviour.LimitHeaders.OPENAI));
    cluster.upstreams.register(cluster.replica(0).port, "narrow");
    for (Replica replica : cluster.replicas) {
      Checks.await(
          replica.name + " knows the narrow model",
          10,
          () -> Http.get(replica.port, "/v1/models").contains("narrow/sixty"));
    }
    return new Allowance(cluster, provider);
  }

  private void ask() {
    try {
      while (!ended.get()) {
        Thread.ofVirtual().start(this::once);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private void once() {
    try {
      statuses.add(Http.send(cluster.door, "POST", "/v1/chat/completions", BODY).statusCode());
    } catch (Exception broken) {
      statuses.add(0);
    }
  }

  /** Says how many calls came to the provider in its busiest minute. */
  void wasKept() throws InterruptedException {
    long left = started + LEAST_NANOS - System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
    ended.set(true);
    asker.join();
    List<Long> calls =
        provider.requests("sixty").stream().map(Received::startedNanos).sorted().toList();
    int busiest = 0;
    for (int first = 0; first < calls.size(); first++) {
      int last = first;
      while (last < calls.size() && calls.get(last) - calls.get(first) < MINUTE_NANOS) {
        last++;
      }
      busiest = Math.max(busiest, last - first);
    }
    long answered = statuses.stream().filter(status -> status == 200).count();
    double minutes = (System.nanoTime() - started) / (double) MINUTE_NANOS;
    say(
        "60 requests a minute: %d asked in %.1f minutes, %d answered, %d calls upstream",
        statuses.size(), minutes, answered, calls.size());
    check("the allowance was wanted and used", answered > MOST && statuses.size() > 2 * answered);
    if (busiest > MOST) {
      say("seconds of the calls: %s", calls.stream().map(this::seconds).toList());
    }
    check("%d calls in the busiest minute, at most 60".formatted(busiest), busiest <= MOST);
  }

  private String seconds(long nanos) {
    return "%.3f".formatted((nanos - started) / 1e9);
  }

  @Override
  public void close() {
    ended.set(true);
  }
}
