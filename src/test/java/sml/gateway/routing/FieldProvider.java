package sml.gateway.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A simulated provider with three models: lognormal latency with a tail, faults, minute quotas and
 * outages. What a call does depends on the seed, the model, the request and how often that request
 * was asked of it, so that different policies meet equal draws.
 */
final class FieldProvider {
  private static final long MINUTE_MS = 60_000;

  /** How long a call that hangs is held open. */
  static final long HANG_MS = 60_000;

  /**
   * A kind of provider.
   *
   * @param medianMs median time of a whole answer of the middle model
   * @param sigma spread of its lognormal distribution
   * @param tail share of answers that take three to twelve times as long
   * @param limited share of calls refused with 429
   * @param broken share of calls answered with a server error
   * @param hangs share of calls that are never answered
   * @param spoilt share of calls that are reset, empty, no JSON or cut
   * @param perMinute requests a minute that it allows, 0 for any number
   * @param everySeconds length of the period with one outage, 0 for none
   * @param outageSeconds the longest outage
   */
  record Kind(
      String name,
      double medianMs,
      double sigma,
      double tail,
      double limited,
      double broken,
      double hangs,
      double spoilt,
      int perMinute,
      int everySeconds,
      int outageSeconds) {}

  /** How a call ends; times in milliseconds from its start. */
  sealed interface Outcome {
    long endMs();

    /** An answer; streams show their first content earlier than their end. */
    record Content(long firstMs, long endMs) implements Outcome {}

    /** A stream that breaks off half way, or a whole answer that does. */
    record Cut(long firstMs, long endMs) implements Outcome {}

    /** A refusal; {@code retryAfterSeconds} is 0 when it names no time. */
    record Refusal(int status, int retryAfterSeconds, long endMs) implements Outcome {}

    /** The connection ends, or what came was no answer. */
    record Spoilt(long endMs) implements Outcome {}

    /** Nothing ever comes. */
    record Hang(long endMs) implements Outcome {}
  }

  /** Twelve providers from fast and steady to slow and faulty. */
  static final List<Kind> TWELVE =
      List.of(
          new Kind("alpha", 150, .35, .010, .020, .005, .002, .007, 0, 0, 0),
          new Kind("bravo", 200, .45, .015, .060, .010, .004, .018, 240, 90, 12),
          new Kind("charlie", 260, .50, .020, .030, .010, .005, .018, 330, 0, 0),
          new Kind("delta", 330, .55, .020, .080, .020, .006, .027, 180, 75, 15),
          new Kind("echo", 400, .55, .020, .030, .015, .006, .026, 0, 120, 20),
          new Kind("foxtrot", 480, .60, .025, .100, .020, .010, .034, 120, 0, 0),
          new Kind("golf", 560, .60, .025, .030, .040, .010, .035, 0, 80, 25),
          new Kind("hotel", 650, .65, .030, .050, .030, .012, .038, 220, 0, 0),
          new Kind("india", 760, .70, .030, .030, .060, .015, .046, 0, 60, 18),
          new Kind("juliet", 880, .75, .035, .150, .030, .015, .052, 60, 0, 0),
          new Kind("kilo", 1000, .80, .040, .040, .080, .020, .060, 0, 100, 30),
          new Kind("lima", 1200, .90, .050, .060, .120, .030, .080, 0, 70, 35));

  /** The twelve without some. */
  static List<Kind> without(Set<String> names) {
    return TWELVE.stream().filter(kind -> !names.contains(kind.name())).toList();
  }

  /**
   * What a provider has counted.
   *
   * @param accepted calls within its quota
   * @param refused calls beyond it
   */
  record Counts(int accepted, int refused) {}

  private static final Map<String, Double> SLOWER = Map.of("s", .65, "m", 1.0, "l", 1.7);

  private final Kind kind;
  private final long seed;
  private final Deque<Long> lastMinute = new ArrayDeque<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private int accepted;
  private int refused;

  FieldProvider(Kind kind, long seed) {
    this.kind = kind;
    this.seed = seed;
  }

  Counts counts() {
    return new Counts(accepted, refused);
  }

  String name() {
    return kind.name;
  }

  static List<String> models() {
    return new ArrayList<>(List.of("s", "m", "l"));
  }

  /** How many times the time of the middle model this one takes. */
  static double slower(String model) {
    return Objects.requireNonNull(SLOWER.get(model));
  }

  /** What becomes of a call that starts at this time. */
  Outcome call(String model, long request, boolean stream, long nowMs) {
    String key = model + request;
    var random = random(key, asked.merge(key, 1, Integer::sum));
    double latency = kind.medianMs * slower(model) * Math.exp(kind.sigma * gaussian(random));
    latency = random.nextDouble() < kind.tail ? latency * (3 + 9 * random.nextDouble()) : latency;
    double draw = random.nextDouble();
    int status = outage(nowMs / 1000.0);
    if (status != 0) {
      return status > 0
          ? new Outcome.Refusal(status, 0, 20)
          : status == RESET ? new Outcome.Spoilt(5) : new Outcome.Hang(HANG_MS);
    }
    if (kind.perMinute > 0 && !takes(nowMs)) {
      refused++;
      long left = lastMinute.getFirst() + MINUTE_MS - nowMs;
      return new Outcome.Refusal(429, (int) Math.max(1, left / 1000), 10);
    }
    accepted++;
    long endMs = Math.round(Math.max(15, latency));
    long firstMs = stream ? Math.round(endMs * .35) : endMs;
    if ((draw -= kind.limited) < 0) {
      return new Outcome.Refusal(429, 2 + random.nextInt(8), 25);
    }
    if ((draw -= kind.broken) < 0) {
      return new Outcome.Refusal(503, 0, Math.round(endMs * .3));
    }
    if ((draw -= kind.hangs) < 0) {
      return new Outcome.Hang(HANG_MS);
    }
    if (draw - kind.spoilt < 0) {
      return random.nextInt(4) == 0
          ? new Outcome.Cut(firstMs, (firstMs + endMs) / 2)
          : new Outcome.Spoilt(firstMs);
    }
    return new Outcome.Content(firstMs, endMs);
  }

  private static final int RESET = -1;
  private static final int SILENT = -2;

  /**
   * The status of an outage at this time, {@link #RESET} or {@link #SILENT}; 0 when there is none.
   */
  private int outage(double seconds) {
    if (kind.everySeconds == 0) {
      return 0;
    }
    int period = (int) (seconds / kind.everySeconds);
    var random = random("outage", period);
    double begin = random.nextDouble() * (kind.everySeconds - kind.outageSeconds);
    double length = kind.outageSeconds * (.5 + .5 * random.nextDouble());
    int status = new int[] {503, 500, RESET, SILENT}[random.nextInt(4)];
    double at = seconds - period * (double) kind.everySeconds;
    return at >= begin && at < begin + length ? status : 0;
  }

  private boolean takes(long nowMs) {
    while (!lastMinute.isEmpty() && lastMinute.getFirst() <= nowMs - MINUTE_MS) {
      lastMinute.removeFirst();
    }
    if (lastMinute.size() >= kind.perMinute) {
      return false;
    }
    lastMinute.addLast(nowMs);
    return true;
  }

  /** The limit headers of its answers. */
  Map<String, String> headers(long nowMs) {
    if (kind.perMinute == 0) {
      return Map.of();
    }
    long reset =
        lastMinute.isEmpty() ? 60 : Math.max(1, (lastMinute.getFirst() + MINUTE_MS - nowMs) / 1000);
    return Map.of(
        "x-ratelimit-limit-requests", "" + kind.perMinute,
        "x-ratelimit-remaining-requests", "" + Math.max(0, kind.perMinute - lastMinute.size()),
        "x-ratelimit-reset-requests", reset + "s");
  }

  private SplittableRandom random(String key, int nth) {
    return new SplittableRandom(Objects.hash(seed, kind.name, key, nth) * 0x9E3779B97F4A7C15L);
  }

  private static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
