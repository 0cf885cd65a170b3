package stack;

import static stack.Checks.check;
import static stack.Checks.say;

import java.util.List;
import java.util.concurrent.TimeUnit;
import sml.gateway.testkit.provider.Fault;
import sml.gateway.testkit.provider.Received;
import sml.gateway.testkit.provider.SimulatedProvider;

/** A model that is out: its open breaker lets one gateway probe it, and no other. */
final class Outage {
  private static final String MODEL = "shaky/out";
  private static final double SECONDS = 13;
  private static final long LEAST_BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(2_900);
  private static final String BODY =
      "{\"model\":\"shaky/out\",\"messages\":"
          + "[{\"role\":\"user\",\"content\":\"question 0, please\"}]}";

  private final Cluster cluster;

  Outage(Cluster cluster) {
    this.cluster = cluster;
  }

  void oneProbeAtATime() throws Exception {
    SimulatedProvider provider = cluster.upstreams.provider("shaky");
    provider.model("out", Upstreams.usual().failingUntilHealed(Fault.status(500)));
    cluster.upstreams.register(cluster.replica(0).port, "shaky");
    for (Replica replica : cluster.replicas) {
      Checks.await(
          replica.name + " sees the breaker open",
          30,
          () -> {
            ask();
            return state(replica).equals("open");
          });
    }
    long from = System.nanoTime();
    int asked = 0;
    for (; System.nanoTime() - from < SECONDS * 1e9; asked++) {
      Thread.ofVirtual().start(this::ask);
      TimeUnit.MILLISECONDS.sleep(100);
    }
    List<Long> probes =
        provider.requests("out").stream()
            .map(Received::startedNanos)
            .filter(at -> at > from)
            .sorted()
            .toList();
    long closest = Long.MAX_VALUE;
    for (int next = 1; next < probes.size(); next++) {
      closest = Math.min(closest, probes.get(next) - probes.get(next - 1));
    }
    say("%d requests for a model whose breaker is open: %d probes", asked, probes.size());
    check(
        "one probe every 3 s in the whole cluster, the closest two after %.1f s"
            .formatted(closest / 1e9),
        probes.size() >= 3 && probes.size() <= 5 && closest >= LEAST_BETWEEN_NANOS);
    provider.heal("out");
    for (Replica replica : cluster.replicas) {
      Checks.await(
          replica.name + " sees the breaker closed after one probe",
          15,
          () -> {
            ask();
            return !state(replica).equals("open");
          });
    }
  }

  private void ask() {
    try {
      Http.send(cluster.door, "POST", "/v1/chat/completions", BODY);
    } catch (Exception broken) {
      // what counts is what comes to the provider
    }
  }

  private static String state(Replica replica) throws Exception {
    for (var circuit : Http.json(replica.port, "/api/circuits").path("circuits")) {
      if (circuit.path("model").asText().equals(MODEL)) {
        return circuit.path("state").asText();
      }
    }
    return "closed";
  }
}
