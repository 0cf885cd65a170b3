package sml.gateway.routing;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import sml.gateway.chat.ChatRequest;

/**
 * Processor time of planning one request among 300 models of 100 providers that have answered
 * requests before; {@code bench/field planning} prints it.
 */
final class PlanningBench {
  private static final int PROVIDERS = 100;
  private static final int REQUESTS = 6_000;
  private static final int PLANS = 20_000;
  private static final int ROUNDS = 8;

  private PlanningBench() {}

  public static void main(String[] arguments) {
    var load = new Field.Load(REQUESTS, 16, 0);
    var field = new Field(1, load, SampleSettings.defaults(), kinds());
    System.out.println("before: " + field.run());
    ChatRequest request = SampleRequest.chat();
    var threads = ManagementFactory.getThreadMXBean();
    for (int round = 1; round <= ROUNDS; round++) {
      long before = threads.getCurrentThreadCpuTime();
      int candidates = 0;
      for (int plan = 0; plan < PLANS; plan++) {
        candidates = field.policy.plan(request, plan).candidates().size();
      }
      System.out.printf(
          "round %d: %.1f us a plan of %d candidates, of %d models%n",
          round,
          (threads.getCurrentThreadCpuTime() - before) / 1e3 / PLANS,
          candidates,
          3 * PROVIDERS);
    }
  }

  private static List<FieldProvider.Kind> kinds() {
    List<FieldProvider.Kind> known = FieldProvider.TWELVE;
    return IntStream.range(0, PROVIDERS)
        .mapToObj(i -> renamed(known.get(i % known.size()), "p" + i))
        .toList();
  }

  private static FieldProvider.Kind renamed(FieldProvider.Kind kind, String name) {
    return new FieldProvider.Kind(
        name,
        kind.medianMs(),
        kind.sigma(),
        kind.tail(),
        kind.limited(),
        kind.broken(),
        kind.hangs(),
        kind.spoilt(),
        kind.perMinute(),
        kind.everySeconds(),
        kind.outageSeconds());
  }
}
