package stack;

import static stack.Checks.check;
import static stack.Checks.say;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Three gateways behind Caddy: what one of them loses, the others carry on. */
final class ClusterCheck {
  private static final int PER_SECOND = Integer.getInteger("stack.rate", 50);

  private final Cluster cluster;

  private ClusterCheck(Cluster cluster) {
    this.cluster = cluster;
  }

  public static void main(String... arguments) throws Exception {
    var settings = Map.of("SML_JOBS_ENABLED", "false", "SML_DISCOVERY", "false");
    try (var cluster = Cluster.start(Path.of("target/cluster-check"), settings)) {
      var check = new ClusterCheck(cluster);
      check.warmUp();
      new Changes(cluster).reachEveryGateway();
      try (var sixty = Allowance.use(cluster)) {
        new Outage(cluster).oneProbeAtATime();
        check.databaseLostByOne();
        check.killOne();
        check.restartOneByOne();
        sixty.wasKept();
      }
    }
  }

  private void warmUp() throws InterruptedException {
    say("warm-up: %s", Sample.figures(cluster.warmUp(PER_SECOND)));
  }

  /** One gateway cannot reach PostgreSQL: it stays in rotation and answers. */
  private void databaseLostByOne() throws Exception {
    Replica alone = cluster.replica(1);
    double before = alone.metric("sml_requests_seconds_count");
    alone.database.cut();
    List<Sample> samples = Load.run(cluster.door, PER_SECOND, 10);
    Checks.await(
        alone.name + " says that its database is away",
        10,
        () -> alone.health().equals("degraded") && alone.alerts().contains("database"));
    double served = alone.metric("sml_requests_seconds_count") - before;
    alone.database.heal();
    say("one without PostgreSQL: %s", Sample.figures(samples));
    check("all are answered " + Sample.failures(samples), Sample.success(samples) == 100);
    check(
        "the gateway without PostgreSQL served %.0f of %d".formatted(served, samples.size()),
        served > samples.size() / 6.0);
    Checks.await("its log rows arrive", 30, () -> LogRows.missing(samples).isEmpty());
    Checks.await(alone.name + " is healthy again", 15, () -> alone.health().equals("healthy"));
  }

  /** Kill -9 under load. */
  private void killOne() throws Exception {
    Replica victim = cluster.replica(2);
    Load load = Load.start(cluster.door, PER_SECOND);
    TimeUnit.SECONDS.sleep(5);
    double inWork = victim.metric("sml_http_exchanges");
    long from = System.nanoTime();
    victim.program().kill();
    long to = System.nanoTime();
    TimeUnit.SECONDS.sleep(10);
    List<Sample> samples = load.stop();
    say("one killed: %s", Sample.figures(samples));
    List<Sample> failed = samples.stream().filter(sample -> !sample.ok()).toList();
    long inFlight = samples.stream().filter(sample -> sample.during(from, to)).count();
    say(
        "in flight at the kill: %d, of these on %s: %.0f, failed: %d %s",
        inFlight, victim.name, inWork, failed.size(), Sample.failures(samples));
    check(
        "no answer looks whole and is not",
        samples.stream().noneMatch(sample -> sample.fate == Sample.Fate.TRUNCATED));
    check("the kill hit requests", !failed.isEmpty());
    check(
        "only requests that were in flight at the kill failed",
        failed.stream().allMatch(sample -> sample.during(from, to)));
    victim.start();
    Checks.await(victim.name + " serves again", Cluster.START_SECONDS, victim::serves);
    onTheKilledOnly(failed);
  }

  /** What a living gateway answers has its id, and a row in the log, whatever became of it. */
  private static void onTheKilledOnly(List<Sample> failed) throws Exception {
    List<Sample> begun = failed.stream().filter(sample -> !sample.id.isEmpty()).toList();
    check(
        "they were on the killed gateway: %d without a head of any gateway, %d without a log row"
            .formatted(failed.size() - begun.size(), begun.size()),
        LogRows.missing(begun).size() == begun.size());
  }

  /** SIGTERM and a new start, one gateway after the other, under load. */
  private void restartOneByOne() throws Exception {
    Load load = Load.start(cluster.door, PER_SECOND);
    for (Replica replica : cluster.replicas) {
      TimeUnit.SECONDS.sleep(2);
      long from = System.nanoTime();
      int code = replica.program().terminate(60);
      double took = (System.nanoTime() - from) / 1e9;
      check("%s ended with 0 after %.1f s".formatted(replica.name, took), code == 0);
      replica.start();
      Checks.await(replica.name + " serves again", Cluster.START_SECONDS, replica::serves);
    }
    TimeUnit.SECONDS.sleep(2);
    List<Sample> samples = load.stop();
    say("restarted one by one: %s", Sample.figures(samples));
    check("no request failed " + Sample.failures(samples), Sample.success(samples) == 100);
    Checks.await("every log row is there", 30, () -> LogRows.missing(samples).isEmpty());
  }
}
