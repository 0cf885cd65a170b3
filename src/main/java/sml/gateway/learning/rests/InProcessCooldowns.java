package sml.gateway.learning.rests;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Bounded;

/** Cooldowns in the memory of this process; thread-safe, with one tiny lock per model. */
public final class InProcessCooldowns implements Cooldowns {
  private final Bounded<ModelRef, Streak> streaks;
  private final Ladder ladder;
  private final HealthLog log;
  private final ToLongFunction<String> account;
  private final Clock clock;

  /**
   * @param account the present account of a provider, see {@link Pause#account}
   */
  public InProcessCooldowns(
      Ladder ladder, int mostModels, HealthLog log, ToLongFunction<String> account, Clock clock) {
    this.ladder = ladder;
    this.account = account;
    this.streaks = new Bounded<>(mostModels, (ref, now) -> new Streak(ref, accountOf(ref), now));
    this.log = log;
    this.clock = clock;
  }

  private LongSupplier accountOf(ModelRef ref) {
    return () -> account.applyAsLong(ref.provider());
  }

  @Override
  public @Nullable Pause of(ModelRef ref) {
    Streak streak = streaks.peek(ref);
    return streak == null ? null : streak.pause(clock.millis());
  }

  @Override
  public void failed(ModelRef ref, Cause cause, long startedMs) {
    long now = clock.millis();
    note(ref, cause, streaks.of(ref, now).failed(cause, startedMs, now, ladder), now);
  }

  @Override
  public void rest(ModelRef ref, Cause cause, long startedMs, long untilMs) {
    long now = clock.millis();
    note(ref, cause, streaks.of(ref, now).rest(cause, startedMs, now, untilMs, ladder), now);
  }

  @Override
  public void gone(ModelRef ref, Cause cause, long startedMs) {
    long now = clock.millis();
    note(ref, cause, streaks.of(ref, now).gone(cause, startedMs, now, ladder), now);
  }

  @Override
  public void succeeded(ModelRef ref, long startedMs) {
    long now = clock.millis();
    if (streaks.of(ref, now).succeeded(startedMs, now)) {
      log.add(new HealthLog.Row(ref, "available", null, now, 0));
    }
  }

  private void note(ModelRef ref, Cause cause, @Nullable Pause begun, long now) {
    if (begun != null) {
      log.add(new HealthLog.Row(ref, cause.status(), cause.error(), now, begun.untilMs()));
    }
  }

  @Override
  public List<Row> all() {
    return streaks.all().stream().map(Streak::row).toList();
  }

  @Override
  public List<ModelRef> endReplaced() {
    long now = clock.millis();
    List<ModelRef> ended =
        streaks.all().stream().filter(streak -> streak.endReplaced(now)).map(Streak::ref).toList();
    ended.forEach(ref -> log.add(new HealthLog.Row(ref, "available", null, now, 0)));
    return ended;
  }

  @Override
  public int reset(@Nullable ModelRef ref) {
    long now = clock.millis();
    if (ref != null) {
      Streak streak = streaks.peek(ref);
      return streak != null && streak.reset(now) ? 1 : 0;
    }
    return (int) streaks.all().stream().filter(streak -> streak.reset(now)).count();
  }

  /** When the streak or rest of a model last changed, 0 when it never did. */
  public long decidedMs(ModelRef ref) {
    Streak streak = streaks.peek(ref);
    return streak == null ? 0 : streak.decidedMs();
  }

  /** What was decided last about a model, null when nothing ever was. */
  public @Nullable Decision decision(ModelRef ref) {
    Streak streak = streaks.peek(ref);
    return streak == null || streak.decidedMs() == 0 ? null : streak.decision();
  }

  /** The models that rest, and those about which something was decided lately. */
  public List<ModelRef> decided() {
    long now = clock.millis();
    long lately = now - ladder.quiet().toMillis();
    return streaks.all().stream()
        .filter(streak -> streak.decidedMs() > lately || streak.pause(now) != null)
        .map(Streak::ref)
        .toList();
  }

  /** Takes over a decision of another replica; true when that made a new one of both. */
  public boolean adopt(ModelRef ref, Decision other) {
    long now = clock.millis();
    return streaks.of(ref, now).adopt(other, now);
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
