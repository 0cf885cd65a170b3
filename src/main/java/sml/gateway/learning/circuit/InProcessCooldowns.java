package sml.gateway.learning.circuit;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Bounded;

/** Cooldowns in the memory of this process; thread-safe, with one tiny lock per model. */
public final class InProcessCooldowns implements Cooldowns {
  private final Bounded<ModelRef, Streak> streaks;
  private final Ladder ladder;
  private final HealthLog log;
  private final Clock clock;

  public InProcessCooldowns(Ladder ladder, int mostModels, HealthLog log, Clock clock) {
    this.ladder = ladder;
    this.streaks = new Bounded<>(mostModels, Streak::new);
    this.log = log;
    this.clock = clock;
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
  public int reset(@Nullable ModelRef ref) {
    if (ref != null) {
      Streak streak = streaks.peek(ref);
      return streak != null && streak.reset() ? 1 : 0;
    }
    return (int) streaks.all().stream().filter(Streak::reset).count();
  }

  @Override
  public List<Row> drain() {
    return streaks.all().stream().map(Streak::takeChange).filter(Objects::nonNull).toList();
  }

  @Override
  public void giveBack(List<Row> rows) {
    for (Row row : rows) {
      streaks.of(row.ref(), clock.millis()).markChanged();
    }
  }

  @Override
  public void restore(List<Row> rows) {
    long now = clock.millis();
    rows.forEach(row -> streaks.put(row.ref(), Streak.of(row, now)));
  }
}
