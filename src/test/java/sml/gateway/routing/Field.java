package sml.gateway.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.Candidate;
import sml.gateway.modelhealth.Lab;

/**
 * The real routing and learning in front of simulated providers, in virtual time: events in order
 * on one thread, so that a run of minutes takes a moment and the same seed gives the same run.
 */
final class Field {

  final Map<String, FieldProvider> providers = new HashMap<>();
  final Lab lab = new Lab();
  final FieldPolicy policy;
  final FailoverPolicy failover;
  final FieldWorld world;
  final Random random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::nth));
  private final Load load;
  private final List<Long> times = new ArrayList<>();
  private final Map<String, Integer> winners = new HashMap<>();
  private int scheduled;
  private int begun;
  private int calls;

  /**
   * How requests come.
   *
   * @param together requests under way at the same time, at most
   * @param perSecond requests that come in a second, 0 for as many as are answered
   */
  record Load(int requests, int together, double perSecond) {}

  /**
   * What a run gave; times in milliseconds.
   *
   * @param answered share of requests that got an answer
   * @param callsEach upstream calls per request
   * @param greatestShare part of the answers that came from one provider, at most
   * @param counts what each provider has counted
   * @param took time from the first request to the last answer
   */
  record Result(
      double answered,
      long p50,
      long p95,
      long p99,
      double callsEach,
      double greatestShare,
      Map<String, FieldProvider.Counts> counts,
      Duration took) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "answered %.1f %%, p50 %d p95 %d p99 %d ms, %.2f calls each, at most %.0f %% by one",
          100 * answered,
          p50,
          p95,
          p99,
          callsEach,
          100 * greatestShare);
    }
  }

  private record Event(long atMs, long nth, Runnable action) {}

  /** A field of these providers. */
  Field(long seed, Load load, RoutingSettings settings, List<FieldProvider.Kind> kinds) {
    this(seed, load, settings, kinds, new FieldWorld.Plain());
  }

  /** A field of these providers in a world of its own. */
  Field(
      long seed,
      Load load,
      RoutingSettings settings,
      List<FieldProvider.Kind> kinds,
      FieldWorld world) {
    this.load = load;
    this.world = world;
    this.random = new Random(seed);
    kinds.forEach(kind -> providers.put(kind.name(), new FieldProvider(kind, seed)));
    ModelRegistry registry = new FieldRegistry(providers.keySet());
    var budget = new HedgeBudget(settings, lab.clock);
    this.policy = world.policy(this, registry, budget, settings);
    this.failover =
        new FailoverPolicy(
            settings, new RetryPolicy(settings, random), budget, () -> now() * 1_000_000, random);
  }

  Result run() {
    if (load.perSecond > 0) {
      for (int i = 0; i < load.requests; i++) {
        int nth = i;
        at((long) (1000L * i / load.perSecond), () -> new FieldRequest(this, nth).begin());
      }
    } else {
      for (int i = 0; i < load.together; i++) {
        next();
      }
    }
    while (!events.isEmpty()) {
      Event event = events.remove();
      lab.clock.pass(Duration.ofMillis(Math.max(0, event.atMs - now())));
      event.action.run();
    }
    long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
    int most = winners.values().stream().max(Integer::compare).orElse(0);
    return new Result(
        (double) sorted.length / begun,
        quantile(sorted, .5),
        quantile(sorted, .95),
        quantile(sorted, .99),
        (double) calls / begun,
        (double) most / begun,
        providers.values().stream()
            .collect(Collectors.toMap(FieldProvider::name, FieldProvider::counts)),
        Duration.ofMillis(now()));
  }

  private static long quantile(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  long now() {
    return Duration.between(Instant.parse("2026-11-24T10:00:00Z"), lab.clock.instant()).toMillis();
  }

  void at(long ms, Runnable action) {
    events.add(new Event(ms, scheduled++, action));
  }

  /** A request began. */
  void begins() {
    begun++;
  }

  /** A provider is called. */
  void calls() {
    calls++;
  }

  /** A request is over; {@code by} is null when no model answered it. */
  void ended(int nth, @Nullable Candidate by, long tookMs) {
    world.ended(nth, by);
    if (by != null) {
      times.add(tookMs);
      winners.merge(by.owner(), 1, Integer::sum);
    }
    next();
  }

  private void next() {
    if (load.perSecond == 0 && begun < load.requests) {
      new FieldRequest(this, begun).begin();
    }
  }
}
