package sml.gateway.modelhealth.quotas;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import sml.gateway.cluster.ClusterState;
import sml.gateway.cluster.LuaScript;

/**
 * Gets grants from the ledger in Valkey in the background: at once for a quota that runs low, and
 * every second for all, which also returns what is not needed. One request at a time for each
 * quota.
 */
final class QuotaLeases implements QuotaLeaseSource {
  private static final LuaScript LEASE = LuaScript.load("lease");
  private static final long EVERY_MS = 1_000;
  private static final long SOON_MS = 50;
  private static final long TIMEOUT_MS = 500;
  private static final int MOST_FAILED_ROUNDS = 3;
  // how long replicas may take to report what they sent, after Valkey lost its data
  private static final long GRACE_MS = 2_000;

  private final ClusterState cluster;
  private final Clock clock;
  private volatile @Nullable InProcessQuotaLedger served;
  private volatile int failedRounds;
  private final Set<Key> wanted = new LinkedHashSet<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("quota-leases").factory());

  QuotaLeases(ClusterState cluster, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /** Starts to serve this ledger. */
  void serve(InProcessQuotaLedger ledger) {
    served = ledger;
    thread.scheduleWithFixedDelay(this::round, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public boolean alone() {
    return cluster.lost() || failedRounds >= MOST_FAILED_ROUNDS;
  }

  @Override
  public int replicas() {
    return cluster.replicas();
  }

  @Override
  public void wanted(Key key) {
    synchronized (wanted) {
      boolean first = wanted.isEmpty();
      wanted.add(key);
      if (!first) {
        return;
      }
    }
    thread.execute(() -> ask(takeWanted()));
  }

  /** Asks for everything as soon as Valkey counts as there. */
  void askSoon() {
    thread.schedule(() -> ask(everything()), SOON_MS, TimeUnit.MILLISECONDS);
  }

  /** Asks for everything now and waits for it; not for the path of a request. */
  void askNow() {
    if (!everything().isEmpty()) {
      CompletableFuture.runAsync(() -> ask(everything()), thread).join();
    }
  }

  private List<Key> everything() {
    InProcessQuotaLedger ledger = served;
    return ledger == null ? List.of() : ledger.leased();
  }

  private List<Key> takeWanted() {
    synchronized (wanted) {
      List<Key> keys = List.copyOf(wanted);
      wanted.clear();
      return keys;
    }
  }

  private record Asked(Key key, CompletableFuture<List<Long>> answer) {}

  private enum Round {
    NOTHING_ASKED,
    GRANTED,
    FAILED
  }

  private void round() {
    switch (ask(everything())) {
      case GRANTED -> failedRounds = 0;
      case FAILED -> failedRounds = Math.min(failedRounds + 1, MOST_FAILED_ROUNDS);
      case NOTHING_ASKED -> {}
    }
  }

  // also while Valkey counts as away for a moment: a grant needs a command only, and no message
  private Round ask(List<Key> keys) {
    InProcessQuotaLedger ledger = served;
    if (ledger == null || cluster.lost()) {
      return Round.NOTHING_ASKED;
    }
    List<Asked> asked = new ArrayList<>();
    for (Key key : keys) {
      Request request = ledger.request(key);
      if (request != null && request.changed()) {
        asked.add(new Asked(key, send(key, request)));
      }
    }
    Round round = asked.isEmpty() ? Round.NOTHING_ASKED : Round.GRANTED;
    for (Asked one : asked) {
      round = grant(ledger, one) ? round : Round.FAILED;
    }
    return round;
  }

  private static boolean grant(InProcessQuotaLedger ledger, Asked asked) {
    try {
      List<Long> grant = asked.answer().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
      ledger.granted(
          asked.key(), new Grant(grant.get(0), grant.get(1), grant.get(2), grant.get(3) == 1));
      return true;
    } catch (ExecutionException | TimeoutException away) {
      // a grant whose answer was lost is corrected by the next request, which reports what is held
      return false;
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private CompletableFuture<List<Long>> send(Key key, Request request) {
    List<String> arguments = new ArrayList<>();
    arguments.add(cluster.me());
    for (long number :
        new long[] {
          clock.millis(),
          GRACE_MS,
          request.bucket(),
          request.buckets(),
          request.limit(),
          request.held(),
          request.want(),
          request.periodMs()
        }) {
      arguments.add(Long.toString(number));
    }
    request.sent().forEach(number -> arguments.add(number.toString()));
    String ledger =
        String.join(
            ":", "rate", key.owner(), key.quota() + "", key.account() + "", request.calendar());
    return cluster.askAsync(LEASE, List.of(ledger, "replicas", "rates-since"), arguments);
  }
}
