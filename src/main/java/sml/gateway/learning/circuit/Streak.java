package sml.gateway.learning.circuit;

import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Bounded;

/** The failures of one model and the rest that came of them. */
final class Streak implements Bounded.Aging {
  private static final int GONE_FOR_GOOD = 3;

  private final ModelRef ref;
  private volatile @Nullable Pause pause;
  private int streak;
  private int gone;
  private long lastFailMs;
  private long lastSuccessMs;
  private long fails;
  private long successes;
  private boolean changed;
  private volatile long usedMs;

  Streak(ModelRef ref, long now) {
    this.ref = ref;
    this.usedMs = now;
  }

  static Streak of(Cooldowns.Row row, long now) {
    Streak known = new Streak(row.ref(), now);
    known.pause = row.pause();
    known.streak = row.streak();
    known.gone = row.gone();
    known.lastFailMs = row.lastFailMs();
    known.lastSuccessMs = row.lastSuccessMs();
    known.fails = row.fails();
    known.successes = row.successes();
    return known;
  }

  @Nullable Pause pause(long now) {
    Pause current = pause;
    return current != null && current.untilMs() > now ? current : null;
  }

  /** Steps up the ladder; the new rest, or null when the failure belongs to the current one. */
  synchronized @Nullable Pause failed(Cause cause, long startedMs, long now, Ladder ladder) {
    if (!count(startedMs, now, ladder)) {
      return null;
    }
    return begin(cause, now, now + ladder.restMs(streak));
  }

  /** Rests until the given time. */
  synchronized @Nullable Pause rest(
      Cause cause, long startedMs, long now, long untilMs, Ladder ladder) {
    Pause current = pause(now);
    if (!count(startedMs, now, ladder) && current != null && current.untilMs() >= untilMs) {
      return null;
    }
    pause = null;
    return begin(cause, now, untilMs);
  }

  synchronized @Nullable Pause gone(Cause cause, long startedMs, long now, Ladder ladder) {
    if (!count(startedMs, now, ladder)) {
      return null;
    }
    gone++;
    return gone >= GONE_FOR_GOOD
        ? begin(new Cause("blacklisted", cause.error()), now, now + ladder.gone().toMillis())
        : begin(cause, now, now + ladder.restMs(streak));
  }

  /** True when this success ended a rest. */
  synchronized boolean succeeded(long startedMs, long now) {
    successes++;
    lastSuccessMs = now;
    changed = true;
    usedMs = now;
    Pause current = pause(now);
    if (current != null && startedMs < current.sinceMs()) {
      return false;
    }
    streak = 0;
    gone = 0;
    pause = null;
    return current != null;
  }

  synchronized boolean reset() {
    boolean had = streak > 0 || pause != null;
    streak = 0;
    gone = 0;
    pause = null;
    changed = true;
    return had;
  }

  private boolean count(long startedMs, long now, Ladder ladder) {
    Pause current = pause(now);
    fails++;
    changed = true;
    usedMs = now;
    boolean sameOutage = current != null && startedMs < current.sinceMs();
    if (!sameOutage) {
      streak = now - lastFailMs > ladder.quiet().toMillis() ? 1 : streak + 1;
    }
    lastFailMs = now;
    return !sameOutage;
  }

  private Pause begin(Cause cause, long now, long untilMs) {
    Pause current = pause(now);
    long until = current == null ? untilMs : Math.max(untilMs, current.untilMs());
    Pause begun = new Pause(cause.status() + ": " + cause.error(), now, until);
    pause = begun;
    return begun;
  }

  synchronized Cooldowns.@Nullable Row takeChange() {
    if (!changed) {
      return null;
    }
    changed = false;
    return row();
  }

  synchronized void markChanged() {
    changed = true;
  }

  synchronized Cooldowns.Row row() {
    return new Cooldowns.Row(ref, streak, gone, lastFailMs, lastSuccessMs, fails, successes, pause);
  }

  @Override
  public long lastUsedMs() {
    return usedMs;
  }
}
