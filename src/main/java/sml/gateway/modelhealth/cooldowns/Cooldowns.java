package sml.gateway.modelhealth.cooldowns;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.cluster.ClusterState;
import sml.gateway.modelhealth.BoundedMap;
import sml.gateway.modelhealth.JsonRows;
import sml.gateway.modelhealth.PersistedState;

/**
 * Cooldowns per (provider, model), which every replica knows. A failure of an attempt that began
 * before the current cooldown is the same outage and does not lengthen it; a success of such an
 * attempt does not end it. Thread-safe, with one tiny lock per model.
 */
public final class Cooldowns implements PersistedState<Cooldowns.Row> {
  private final BoundedMap<ModelRef, FailureStreak> streaks;
  private final Backoff backoff;
  private final HealthLog log;
  private final ToLongFunction<String> account;
  private final ClusterState cluster;
  private final Clock clock;
  private final JsonRows<Decision> jsonRows =
      new JsonRows<>(
          "cooldowns",
          Decision.class,
          id -> decision(JsonRows.ref(id)),
          Decision::atMs,
          () -> JsonRows.ids(decided()),
          (id, decision) -> adopt(JsonRows.ref(id), decision));

  /**
   * The failure memory of one model; times in epoch milliseconds, 0 for never.
   *
   * @param streak failures in a row
   * @param gone how often in a row the model did not exist
   * @param unsavedFails failures that the table does not have yet
   * @param unsavedSuccesses successes that the table does not have yet
   */
  public record Row(
      ModelRef ref,
      int streak,
      int gone,
      long lastFailMs,
      long lastSuccessMs,
      long unsavedFails,
      long unsavedSuccesses,
      @Nullable Cooldown pause) {}

  /**
   * What replicas share about one model; times in epoch milliseconds.
   *
   * @param atMs when it was decided; a later decision replaces an earlier one
   * @param streak failures in a row
   * @param gone how often in a row the model did not exist
   * @param pause the cooldown, null when a success or a person ended it
   */
  record Decision(long atMs, int streak, int gone, long lastFailMs, @Nullable Cooldown pause) {}

  /**
   * @param account the present account of a provider, see {@link Cooldown#account}
   */
  public Cooldowns(
      Backoff backoff,
      int mostModels,
      HealthLog log,
      ToLongFunction<String> account,
      ClusterState cluster,
      Clock clock) {
    this.backoff = backoff;
    this.account = account;
    this.streaks =
        new BoundedMap<>(mostModels, (ref, now) -> new FailureStreak(ref, accountOf(ref), now));
    this.log = log;
    this.cluster = cluster;
    this.clock = clock;
    cluster.join(jsonRows);
  }

  private LongSupplier accountOf(ModelRef ref) {
    return () -> account.applyAsLong(ref.provider());
  }

  /** The current cooldown of a model, null when it has none. */
  public @Nullable Cooldown of(ModelRef ref) {
    FailureStreak failureStreak = streaks.peek(ref);
    return failureStreak == null ? null : failureStreak.pause(clock.millis());
  }

  /** One more failure: the cooldown is twice as long as after the last one, up to a cap. */
  public void failed(ModelRef ref, CooldownCause cooldownCause, long startedMs) {
    begin(
        ref, cooldownCause, (streak, now) -> streak.failed(cooldownCause, startedMs, now, backoff));
  }

  /** One more failure whose cooldown the provider itself has set. */
  public void coolDown(ModelRef ref, CooldownCause cooldownCause, long startedMs, long untilMs) {
    begin(
        ref,
        cooldownCause,
        (streak, now) -> streak.coolDown(cooldownCause, startedMs, now, untilMs, backoff));
  }

  /** The model did not exist; the third time in a row it is excluded for a month. */
  public void gone(ModelRef ref, CooldownCause cooldownCause, long startedMs) {
    begin(ref, cooldownCause, (streak, now) -> streak.gone(cooldownCause, startedMs, now, backoff));
  }

  /** An answer came: the failure streak and the cooldown are over. */
  public void succeeded(ModelRef ref, long startedMs) {
    act(
        ref,
        (failureStreak, now) -> {
          if (failureStreak.succeeded(startedMs, now)) {
            log.add(new HealthLog.Row(ref, "available", null, now, 0));
          }
        });
  }

  private void act(ModelRef ref, ObjLongConsumer<FailureStreak> action) {
    long now = clock.millis();
    FailureStreak failureStreak = streaks.of(ref, now);
    long before = failureStreak.decidedMs();
    action.accept(failureStreak, now);
    if (failureStreak.decidedMs() != before) {
      cluster.changed(jsonRows, ref.id());
    }
  }

  /** Counts a failure; the cooldown that it begins is logged. */
  private void begin(ModelRef ref, CooldownCause cause, Failure failure) {
    act(
        ref,
        (failureStreak, now) -> {
          Cooldown begun = failure.count(failureStreak, now);
          if (begun != null) {
            log.add(new HealthLog.Row(ref, cause.status(), cause.error(), now, begun.untilMs()));
          }
        });
  }

  /** One more failure in a row, with the cooldown that it begins, if any. */
  private interface Failure {
    @Nullable Cooldown count(FailureStreak failureStreak, long nowMs);
  }

  /** Everything that is known, for the operator. */
  public List<Row> all() {
    return streaks.all().stream().map(FailureStreak::row).toList();
  }

  /** Ends the cooldowns of accounts whose key was replaced; returns the models that had one. */
  public List<ModelRef> endReplaced() {
    long now = clock.millis();
    List<ModelRef> ended =
        streaks.all().stream()
            .filter(failureStreak -> failureStreak.endReplaced(now))
            .map(FailureStreak::ref)
            .toList();
    for (ModelRef ref : ended) {
      log.add(new HealthLog.Row(ref, "available", null, now, 0));
      cluster.changed(jsonRows, ref.id());
    }
    return ended;
  }

  /**
   * Forgets the streak and cooldown of one model, or of all when null; returns how many had one.
   */
  public int reset(@Nullable ModelRef ref) {
    int forgotten =
        (int)
            streaks.some(ref).filter(failureStreak -> failureStreak.reset(clock.millis())).count();
    (ref == null ? decided() : List.of(ref)).forEach(each -> cluster.changed(jsonRows, each.id()));
    return forgotten;
  }

  private @Nullable Decision decision(ModelRef ref) {
    FailureStreak failureStreak = streaks.peek(ref);
    return failureStreak == null || failureStreak.decidedMs() == 0
        ? null
        : failureStreak.decision();
  }

  /** The models that are cooling down, and those about which something was decided lately. */
  private List<ModelRef> decided() {
    long now = clock.millis();
    long lately = now - backoff.quiet().toMillis();
    return streaks.all().stream()
        .filter(
            failureStreak -> failureStreak.decidedMs() > lately || failureStreak.pause(now) != null)
        .map(FailureStreak::ref)
        .toList();
  }

  private void adopt(ModelRef ref, Decision other) {
    long now = clock.millis();
    boolean mixed = streaks.of(ref, now).adopt(other, now);
    if (mixed) {
      cluster.changed(jsonRows, ref.id());
    }
  }

  @Override
  public List<Row> drain() {
    return streaks.all().stream().map(FailureStreak::takeChange).filter(Objects::nonNull).toList();
  }

  @Override
  public void restore(List<Row> rows) {
    long now = clock.millis();
    rows.forEach(row -> streaks.put(row.ref(), FailureStreak.of(row, accountOf(row.ref()), now)));
    endReplaced();
  }
}
