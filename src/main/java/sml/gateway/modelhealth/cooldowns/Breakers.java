package sml.gateway.modelhealth.cooldowns;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.cluster.ClusterState;
import sml.gateway.cluster.LuaScript;
import sml.gateway.modelhealth.BoundedMap;
import sml.gateway.modelhealth.JsonRows;
import sml.gateway.modelhealth.PersistedState;

/**
 * A circuit breaker per (provider, model) that opens and closes at every replica; a closed one
 * costs a map look-up. An attempt that was let in reports its end by exactly one of {@link
 * #succeeded}, {@link #failed} and {@link #released}. Only a caller that an open breaker would let
 * in as a probe asks Valkey, for the one probe of all; while that is lost each replica has its own.
 */
public final class Breakers implements PersistedState<Breakers.Row> {
  private static final LuaScript CLAIM = LuaScript.load("claim");
  private static final LuaScript END = LuaScript.load("claim-end");

  private final BoundedMap<ModelRef, ModelBreaker> breakers;
  private final BreakerPolicy rules;
  private final ClusterState cluster;
  private final Clock clock;
  private final JsonRows<Ruling> jsonRows =
      new JsonRows<>(
          "breakers",
          Ruling.class,
          id -> ruling(JsonRows.ref(id)),
          Ruling::atMs,
          () -> JsonRows.ids(ruled()),
          (id, ruling) -> adopt(JsonRows.ref(id), ruling));

  /**
   * One breaker.
   *
   * @param state {@code closed}, {@code open} or {@code half_open}
   * @param calls recent results it is based on
   * @param failed how many of those were failures
   * @param openUntilMs when the next probe of an unnamed request is due, 0 when closed
   */
  public record Row(ModelRef ref, String state, int calls, int failed, long openUntilMs) {}

  /**
   * What replicas share about one breaker; times in epoch milliseconds, 0 for never.
   *
   * @param atMs when it was decided; a later decision replaces an earlier one
   * @param openedMs when it opened, 0 when it is closed
   * @param openUntilMs when the next probe of an unnamed request is due
   * @param probedMs when the last probe was let in
   * @param probing whether the outcome of that probe is still open
   */
  record Ruling(long atMs, long openedMs, long openUntilMs, long probedMs, boolean probing) {}

  public Breakers(BreakerPolicy rules, int mostModels, ClusterState cluster, Clock clock) {
    CircuitBreakerConfig config = ModelBreaker.config(rules, clock);
    this.breakers =
        new BoundedMap<>(mostModels, (ref, now) -> new ModelBreaker(ref, config, rules, now));
    this.rules = rules;
    this.cluster = cluster;
    this.clock = clock;
    cluster.join(jsonRows);
  }

  /**
   * Asks for entry; lets one probe at a time through a breaker that was open long enough, and one
   * per interval through any open breaker when the client named the model.
   *
   * @return 0 when let in, else the milliseconds until asking again makes sense
   */
  public long enter(ModelRef ref, boolean named) {
    ModelBreaker modelBreaker = breakers.peek(ref);
    if (modelBreaker == null) {
      return 0;
    }
    long before = modelBreaker.decidedMs();
    long wait = modelBreaker.enter(named, clock.millis(), this::claim);
    if (modelBreaker.decidedMs() != before) {
      cluster.changed(jsonRows, ref.id());
    }
    return wait;
  }

  private long claim(ModelRef ref, boolean named, long openedMs, long now) {
    List<Long> answer =
        cluster.ask(
            CLAIM,
            List.of(place(ref)),
            List.of(
                named ? "tried" : "probe",
                Long.toString((named ? rules.namedProbe() : rules.probeTimeout()).toMillis()),
                Long.toString(openedMs),
                Long.toString(now)));
    if (answer == null) {
      return cluster.lost() ? 0 : ProbePermits.UNANSWERED;
    }
    return answer.getFirst();
  }

  private static String place(ModelRef ref) {
    return "probe:" + ref.id();
  }

  /** Milliseconds for which an unnamed request would not be let in; 0 when it would. */
  public long shutFor(ModelRef ref) {
    ModelBreaker modelBreaker = breakers.peek(ref);
    return modelBreaker == null ? 0 : modelBreaker.shutFor(clock.millis());
  }

  /** An attempt that began then succeeded. */
  public void succeeded(ModelRef ref, long startedMs) {
    ModelBreaker modelBreaker = breakers.of(ref, clock.millis());
    act(modelBreaker, now -> modelBreaker.succeeded(startedMs, now));
  }

  /** An attempt that began then failed. */
  public void failed(ModelRef ref, long startedMs) {
    ModelBreaker modelBreaker = breakers.of(ref, clock.millis());
    act(modelBreaker, now -> modelBreaker.failed(startedMs, now));
  }

  /** An attempt ended without a result that counts. */
  public void released(ModelRef ref, long startedMs) {
    ModelBreaker modelBreaker = breakers.peek(ref);
    if (modelBreaker != null) {
      act(modelBreaker, now -> modelBreaker.released(startedMs, now));
    }
  }

  private void act(ModelBreaker modelBreaker, LongConsumer action) {
    long before = modelBreaker.decidedMs();
    action.accept(clock.millis());
    if (modelBreaker.decidedMs() != before) {
      share(modelBreaker.ref());
    }
  }

  private void share(ModelRef ref) {
    // sent first, so that a replica that learns of the change finds the probe free
    cluster.askAsync(END, List.of(place(ref)), List.of());
    cluster.changed(jsonRows, ref.id());
  }

  /** All breakers that were used. */
  public List<Row> all() {
    return breakers.all().stream().map(ModelBreaker::row).toList();
  }

  /** Closes the breaker of one model, or all when null; returns how many were not closed. */
  public int reset(@Nullable ModelRef ref) {
    int closed =
        (int) breakers.some(ref).filter(modelBreaker -> modelBreaker.reset(clock.millis())).count();
    (ref == null ? ruled() : List.of(ref)).forEach(this::share);
    return closed;
  }

  private @Nullable Ruling ruling(ModelRef ref) {
    ModelBreaker modelBreaker = breakers.peek(ref);
    return modelBreaker == null || modelBreaker.decidedMs() == 0 ? null : modelBreaker.ruling();
  }

  /** The models whose breaker changed lately. */
  private List<ModelRef> ruled() {
    long lately = clock.millis() - rules.forget().toMillis();
    return breakers.all().stream()
        .filter(modelBreaker -> modelBreaker.decidedMs() > lately)
        .map(ModelBreaker::ref)
        .toList();
  }

  private void adopt(ModelRef ref, Ruling other) {
    long now = clock.millis();
    breakers.of(ref, now).adopt(other, now);
  }

  @Override
  public List<Row> drain() {
    return breakers.all().stream().map(ModelBreaker::takeChange).filter(Objects::nonNull).toList();
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
