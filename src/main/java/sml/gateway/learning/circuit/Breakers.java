package sml.gateway.learning.circuit;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Bounded;
import sml.gateway.learning.memory.Persisted;
import sml.gateway.learning.memory.Rows;
import sml.gateway.shared.Commons;
import sml.gateway.shared.Lua;

/**
 * A circuit breaker per (provider, model) that opens and closes at every replica; a closed one
 * costs a map look-up. An attempt that was let in reports its end by exactly one of {@link
 * #succeeded}, {@link #failed} and {@link #released}. Only a caller that an open breaker would let
 * in as a probe asks Valkey, for the one probe of all; without it each replica has its own.
 */
public final class Breakers implements Persisted<Breakers.Row> {
  private static final Lua CLAIM = Lua.load("claim");
  private static final Lua END = Lua.load("claim-end");

  private final Bounded<ModelRef, Breaker> breakers;
  private final BreakerRules rules;
  private final Commons commons;
  private final Clock clock;
  private final Rows<Ruling> rows =
      new Rows<>(
          "breakers",
          Ruling.class,
          id -> ruling(Rows.ref(id)),
          Ruling::atMs,
          () -> Rows.ids(ruled()),
          (id, ruling) -> adopt(Rows.ref(id), ruling));

  /**
   * One breaker.
   *
   * @param state {@code closed}, {@code open} or {@code half_open}
   * @param calls recent results it rests on
   * @param failed how many of those were failures
   * @param openUntilMs when the next probe of an unnamed request is due, 0 when closed
   */
  public record Row(ModelRef ref, String state, int calls, int failed, long openUntilMs) {}

  /**
   * What replicas share about one breaker; times in epoch milliseconds, 0 for never.
   *
   * @param atMs when it was decided; a later ruling replaces an earlier one
   * @param openedMs when it opened, 0 when it is closed
   * @param openUntilMs when the next probe of an unnamed request is due
   * @param probedMs when the last probe was let in
   * @param probing whether the outcome of that probe is still open
   */
  record Ruling(long atMs, long openedMs, long openUntilMs, long probedMs, boolean probing) {}

  public Breakers(BreakerRules rules, int mostModels, Commons commons, Clock clock) {
    CircuitBreakerConfig config = Breaker.config(rules, clock);
    this.breakers = new Bounded<>(mostModels, (ref, now) -> new Breaker(ref, config, rules, now));
    this.rules = rules;
    this.commons = commons;
    this.clock = clock;
    commons.join(rows);
  }

  /**
   * Asks for entry; lets one probe at a time through a breaker that was open long enough, and one
   * per interval through any open breaker when the client named the model.
   *
   * @return 0 when let in, else the milliseconds until asking again makes sense
   */
  public long enter(ModelRef ref, boolean named) {
    Breaker breaker = breakers.peek(ref);
    if (breaker == null) {
      return 0;
    }
    long before = breaker.decidedMs();
    long wait = breaker.enter(named, clock.millis(), this::claim);
    if (breaker.decidedMs() != before) {
      commons.changed(rows, ref.id());
    }
    return wait;
  }

  private long claim(ModelRef ref, boolean named, long openedMs, long now) {
    List<Long> answer =
        commons.ask(
            CLAIM,
            List.of(place(ref)),
            List.of(
                named ? "tried" : "probe",
                Long.toString((named ? rules.namedProbe() : rules.probePatience()).toMillis()),
                Long.toString(openedMs),
                Long.toString(now)));
    return answer == null ? 0 : answer.getFirst();
  }

  private static String place(ModelRef ref) {
    return "probe:" + ref.id();
  }

  /** Milliseconds for which an unnamed request would not be let in; 0 when it would. */
  public long shutFor(ModelRef ref) {
    Breaker breaker = breakers.peek(ref);
    return breaker == null ? 0 : breaker.shutFor(clock.millis());
  }

  /** An attempt that began then succeeded. */
  public void succeeded(ModelRef ref, long startedMs) {
    Breaker breaker = breakers.of(ref, clock.millis());
    act(breaker, now -> breaker.succeeded(startedMs, now));
  }

  /** An attempt that began then failed. */
  public void failed(ModelRef ref, long startedMs) {
    Breaker breaker = breakers.of(ref, clock.millis());
    act(breaker, now -> breaker.failed(startedMs, now));
  }

  /** An attempt ended without a verdict. */
  public void released(ModelRef ref, long startedMs) {
    Breaker breaker = breakers.peek(ref);
    if (breaker != null) {
      act(breaker, now -> breaker.released(startedMs, now));
    }
  }

  private void act(Breaker breaker, LongConsumer action) {
    long before = breaker.decidedMs();
    action.accept(clock.millis());
    if (breaker.decidedMs() != before) {
      share(breaker.ref());
    }
  }

  private void share(ModelRef ref) {
    // sent first, so that a replica that learns of the change finds the probe free
    commons.askAside(END, List.of(place(ref)), List.of());
    commons.changed(rows, ref.id());
  }

  /** Every breaker that was used. */
  public List<Row> all() {
    return breakers.all().stream().map(Breaker::row).toList();
  }

  /** Closes the breaker of one model, or all when null; returns how many were not closed. */
  public int reset(@Nullable ModelRef ref) {
    int closed = (int) breakers.some(ref).filter(breaker -> breaker.reset(clock.millis())).count();
    (ref == null ? ruled() : List.of(ref)).forEach(this::share);
    return closed;
  }

  private @Nullable Ruling ruling(ModelRef ref) {
    Breaker breaker = breakers.peek(ref);
    return breaker == null || breaker.decidedMs() == 0 ? null : breaker.ruling();
  }

  /** The models about whose breaker something was ruled lately. */
  private List<ModelRef> ruled() {
    long lately = clock.millis() - rules.forget().toMillis();
    return breakers.all().stream()
        .filter(breaker -> breaker.decidedMs() > lately)
        .map(Breaker::ref)
        .toList();
  }

  private void adopt(ModelRef ref, Ruling other) {
    long now = clock.millis();
    breakers.of(ref, now).adopt(other, now);
  }

  @Override
  public List<Row> drain() {
    return breakers.all().stream().map(Breaker::takeChange).filter(Objects::nonNull).toList();
  }

  @Override
  public void restore(List<Row> rows) {
    long now = clock.millis();
    for (Row row : rows) {
      if (row.openUntilMs() > 0) {
        breakers.of(row.ref(), now).restore(row.openUntilMs(), now);
      }
    }
  }
}
