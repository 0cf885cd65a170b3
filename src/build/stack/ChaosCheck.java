package stack;

import static stack.Checks.check;
import static stack.Checks.say;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** PostgreSQL and Valkey stop, hang or answer late under load; chat does not notice. */
final class ChaosCheck {
  private static final int PER_SECOND = Integer.getInteger("stack.rate", 50);
  private static final int SECONDS = Integer.getInteger("stack.seconds", 30);
  private static final double MOST_ADDED_MS = 50;
  // a machine that is busy with something else spoils single measurements
  private static final int TRIES = 3;
  private static final Duration LATE = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final List<Sample> all = new ArrayList<>();
  private final List<Long> pids;

  /** Something that can be done to the stack. */
  @FunctionalInterface
  private interface Act {
    void run() throws Exception;
  }

  /** A trouble: how it begins and ends, and the word that the alerts must have. */
  private record Trouble(String name, String alert, Act begin, Act end) {}

  private ChaosCheck(Cluster cluster) {
    this.cluster = cluster;
    this.pids = cluster.replicas.stream().map(replica -> replica.program().pid()).toList();
  }

  public static void main(String... arguments) throws Exception {
    var settings = Map.of("SML_JOBS_ENABLED", "false", "SML_DISCOVERY", "false");
    try (var cluster = Cluster.start(Path.of("target/chaos-check"), settings)) {
      var check = new ChaosCheck(cluster);
      say("warm-up: %s", Sample.figures(cluster.warmUp(PER_SECOND)));
      for (Trouble trouble : check.troubles()) {
        check.survive(trouble);
      }
      check.nothingWasLostOrRestarted();
      Embedded.survivesItsPostgres(cluster, PER_SECOND, SECONDS);
    }
  }

  private List<Trouble> troubles() {
    return List.of(
        new Trouble(
            "PostgreSQL stopped",
            "database",
            () -> Program.run(".ci/real-stack", "stop", "postgres"),
            () -> Program.run(".ci/real-stack", "start", "postgres")),
        new Trouble(
            "Valkey stopped",
            "Valkey",
            () -> Program.run(".ci/real-stack", "stop", "valkey"),
            () -> Program.run(".ci/real-stack", "start", "valkey")),
        new Trouble("both stopped", "database", this::stopBoth, this::startBoth),
        new Trouble(
            "PostgreSQL answering after 5 s",
            "database",
            () -> cluster.replicas.forEach(one -> one.database.answerAfter(LATE)),
            () -> cluster.replicas.forEach(one -> one.database.heal())),
        new Trouble(
            "PostgreSQL and Valkey hanging",
            "database",
            () -> cluster.replicas.forEach(ChaosCheck::hang),
            () -> cluster.replicas.forEach(ChaosCheck::heal)));
  }

  private static void hang(Replica replica) {
    replica.database.swallow();
    replica.memory.swallow();
  }

  private static void heal(Replica replica) {
    replica.database.heal();
    replica.memory.heal();
  }

  private void stopBoth() throws Exception {
    Program.run(".ci/real-stack", "stop", "postgres");
    Program.run(".ci/real-stack", "stop", "valkey");
  }

  private void startBoth() throws Exception {
    Program.run(".ci/real-stack", "start", "postgres");
    Program.run(".ci/real-stack", "start", "valkey");
  }

  private void survive(Trouble trouble) throws Exception {
    say("--- %s", trouble.name);
    for (int left = TRIES; left > 0; left--) {
      List<Sample> before = Load.run(cluster.door, PER_SECOND, Math.max(5, SECONDS / 3.0));
      List<Sample> during = during(trouble);
      all.addAll(before);
      all.addAll(during);
      say("before: %s", Sample.figures(before));
      say("during: %s", Sample.figures(during));
      check("all are answered before " + Sample.failures(before), Sample.success(before) == 100);
      check("all are answered during " + Sample.failures(during), Sample.success(during) == 100);
      double added = Sample.rank(during, 0.99) - Sample.rank(before, 0.99);
      if (added < MOST_ADDED_MS) {
        check("%s: added p99 %.0f ms < %.0f".formatted(trouble.name, added, MOST_ADDED_MS), true);
        return;
      }
      say("added p99 %.0f ms, measured again: %d", added, left - 1);
    }
    check(trouble.name + ": added p99 below %.0f ms".formatted(MOST_ADDED_MS), false);
  }

  private List<Sample> during(Trouble trouble) throws Exception {
    Load load = Load.start(cluster.door, PER_SECOND);
    TimeUnit.SECONDS.sleep(1);
    trouble.begin.run();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    for (Replica replica : cluster.replicas) {
      Checks.await(
          replica.name + " tells of it",
          SECONDS,
          () -> replica.alerts().contains(trouble.alert) && replica.health().equals("degraded"));
      check("and its metrics too", replica.metric("sml_health_alerts") > 0);
    }
    double waiting = 0;
    for (Replica replica : cluster.replicas) {
      waiting += replica.metric("sml_health_log_buffered");
    }
    say("rows that wait in memory: %.0f", waiting);
    TimeUnit.NANOSECONDS.sleep(Math.max(0, end - System.nanoTime()));
    List<Sample> samples = load.stop();
    trouble.end.run();
    for (Replica replica : cluster.replicas) {
      Checks.await(
          replica.name + " is healthy again", 60, () -> replica.health().equals("healthy"));
    }
    Checks.await("every log row is there", 60, () -> LogRows.missing(samples).isEmpty());
    return samples;
  }

  private void nothingWasLostOrRestarted() throws Exception {
    Set<String> missing = LogRows.missing(all);
    check("%d requests, %d without a row".formatted(all.size(), missing.size()), missing.isEmpty());
    for (int index = 0; index < pids.size(); index++) {
      Replica replica = cluster.replica(index);
      check(
          replica.name + " was not restarted",
          replica.program().runs() && replica.program().pid() == pids.get(index));
    }
  }
}
