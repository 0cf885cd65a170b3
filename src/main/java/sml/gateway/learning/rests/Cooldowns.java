package sml.gateway.learning.rests;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Bounded;
import sml.gateway.learning.memory.Persisted;
import sml.gateway.learning.memory.Rows;
import sml.gateway.shared.Commons;

/**
 * Rests per (provider, model), which every replica knows. A failure of an attempt that began before
 * the current rest is the same outage and does not lengthen it; a success of such an attempt does
 * not end it. Thread-safe, with one tiny lock per model.
 */
public final class Cooldowns implements Persisted<Cooldowns.Row> {
  private final Bounded<ModelRef, Streak> streaks;
  private final Ladder ladder;
  private final HealthLog log;
  private final ToLongFunction<String> account;
  private final Commons commons;
  private final Clock clock;
  private final Rows<Decision> rows =
      new Rows<>(
          "cooldowns",
          Decision.class,
          id -> decision(Rows.ref(id)),
          Decision::atMs,
          () -> Rows.ids(decided()),
          (id, decision) -> adopt(Rows.ref(id), decision));

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
      @Nullable Pause pause) {}

  /**
   * What replicas share about one model; times in epoch milliseconds.
   *
   * @param atMs when it was decided; a later decision replaces an earlier one
   * @param streak failures in a row
   * @param gone how often in a row the model did not exist
   * @param pause the rest, null when a success or a person ended it
   */
  record Decision(long atMs, int streak, int gone, long lastFailMs, @Nullable Pause pause) {}

  /**
   * @param account the present account of a provider, see {@link Pause#account}
   */
  public Cooldowns(
      Ladder ladder,
      int mostModels,
      HealthLog log,
      ToLongFunction<String> account,
      Commons commons,
      Clock clock) {
    this.ladder = ladder;
    this.account = account;
    this.streaks = new Bounded<>(mostModels, (ref, now) -> new Streak(ref, accountOf(ref), now));
    this.log = log;
    this.commons = commons;
    this.clock = clock;
    commons.join(rows);
  }

  private LongSupplier accountOf(ModelRef ref) {
    return () -> account.applyAsLong(ref.provider());
  }

  /** The rest a model keeps now, null when it keeps none. */
  public @Nullable Pause of(ModelRef ref) {
    Streak streak = streaks.peek(ref);
    return streak == null ? null : streak.pause(clock.millis());
  }

  /** One more failure: rests twice as long as after the last one, up to a cap. */
  public void failed(ModelRef ref, Cause cause, long startedMs) {
    act(ref, (streak, now) -> note(ref, cause, streak.failed(cause, startedMs, now, ladder), now));
  }

  /** One more failure whose rest the provider itself has set. */
  public void rest(ModelRef ref, Cause cause, long startedMs, long untilMs) {
    act(
        ref,
        (streak, now) ->
            note(ref, cause, streak.rest(cause, startedMs, now, untilMs, ladder), now));
  }

  /** The model did not exist; the third time in a row it leaves for a month. */
  public void gone(ModelRef ref, Cause cause, long startedMs) {
    act(ref, (streak, now) -> note(ref, cause, streak.gone(cause, startedMs, now, ladder), now));
  }

  /** An answer came: the streak and the rest are over. */
  public void succeeded(ModelRef ref, long startedMs) {
    act(
        ref,
        (streak, now) -> {
          if (streak.succeeded(startedMs, now)) {
            log.add(new HealthLog.Row(ref, "available", null, now, 0));
          }
        });
  }

  private void act(ModelRef ref, ObjLongConsumer<Streak> action) {
    long now = clock.millis();
    Streak streak = streaks.of(ref, now);
    long before = streak.decidedMs();
    action.accept(streak, now);
    if (streak.decidedMs() != before) {
      commons.changed(rows, ref.id());
    }
  }

  private void note(ModelRef ref, Cause cause, @Nullable Pause begun, long now) {
    if (begun != null) {
      log.add(new HealthLog.Row(ref, cause.status(), cause.error(), now, begun.untilMs()));
    }
  }

  /** Everything that is known, for the operator. */
  public List<Row> all() {
    return streaks.all().stream().map(Streak::row).toList();
  }

  /** Ends the rests of accounts whose key was replaced, and says which models had one. */
  public List<ModelRef> endReplaced() {
    long now = clock.millis();
    List<ModelRef> ended =
        streaks.all().stream().filter(streak -> streak.endReplaced(now)).map(Streak::ref).toList();
    for (ModelRef ref : ended) {
      log.add(new HealthLog.Row(ref, "available", null, now, 0));
      commons.changed(rows, ref.id());
    }
    return ended;
  }

  /** Forgets the streak and rest of one model, or of all when null; returns how many had one. */
  public int reset(@Nullable ModelRef ref) {
    int forgotten = (int) streaks.some(ref).filter(streak -> streak.reset(clock.millis())).count();
    (ref == null ? decided() : List.of(ref)).forEach(each -> commons.changed(rows, each.id()));
    return forgotten;
  }

  private @Nullable Decision decision(ModelRef ref) {
    Streak streak = streaks.peek(ref);
    return streak == null || streak.decidedMs() == 0 ? null : streak.decision();
  }

  /** The models that rest, and those about which something was decided lately. */
  private List<ModelRef> decided() {
    long now = clock.millis();
    long lately = now - ladder.quiet().toMillis();
    return streaks.all().stream()
        .filter(streak -> streak.decidedMs() > lately || streak.pause(now) != null)
        .map(Streak::ref)
        .toList();
  }

  private void adopt(ModelRef ref, Decision other) {
    long now = clock.millis();
    boolean mixed = streaks.of(ref, now).adopt(other, now);
    if (mixed) {
      commons.changed(rows, ref.id());
    }
  }

  @Override
  public List<Row> drain() {
    return streaks.all().stream().map(Streak::takeChange).filter(Objects::nonNull).toList();
  }

  @Override
  public void restore(List<Row> rows) {
    long now = clock.millis();
    rows.forEach(row -> streaks.put(row.ref(), Streak.of(row, accountOf(row.ref()), now)));
    endReplaced();
  }
}
