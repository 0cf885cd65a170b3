package sml.gateway.learning.rests;

import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Bounded;

/** The failures of one model and the rest that came of them. */
final class Streak implements Bounded.Aging {
  private static final int GONE_FOR_GOOD = 3;

  private final ModelRef ref;
  private final LongSupplier account;
  private volatile @Nullable Pause pause;
  private int streak;
  private int gone;
  private long lastFailMs;
  private long lastSuccessMs;
  private long unsavedFails;
  private long unsavedSuccesses;
  private boolean changed;
  private volatile long decidedMs;
  private volatile long usedMs;

  /**
   * @param account the present account of the provider
   */
  Streak(ModelRef ref, LongSupplier account, long now) {
    this.ref = ref;
    this.account = account;
    this.usedMs = now;
  }

  static Streak of(Cooldowns.Row row, LongSupplier account, long now) {
    Streak known = new Streak(row.ref(), account, now);
    known.pause = row.pause();
    known.streak = row.streak();
    known.gone = row.gone();
    known.lastFailMs = row.lastFailMs();
    known.lastSuccessMs = row.lastSuccessMs();
    known.decidedMs = Math.max(row.lastFailMs(), row.pause() == null ? 0 : row.pause().sinceMs());
    return known;
  }

  ModelRef ref() {
    return ref;
  }

  @Nullable Pause pause(long now) {
    Pause current = unlessReplaced(pause);
    return current != null && current.untilMs() > now ? current : null;
  }

  private @Nullable Pause unlessReplaced(@Nullable Pause any) {
    Long refused = any == null ? null : any.account();
    return refused != null && refused < account.getAsLong() ? null : any;
  }

  /** Ends the rest of an account whose key was replaced; true when there was one. */
  synchronized boolean endReplaced(long now) {
    if (Objects.equals(pause, unlessReplaced(pause))) {
      return false;
    }
    decide(now);
    pause = null;
    streak = 0;
    changed = true;
    return true;
  }

  /** Steps up the ladder; the new rest, or null when the failure belongs to the current one. */
  synchronized @Nullable Pause failed(Cause cause, long startedMs, long now, Ladder ladder) {
    if (!count(startedMs, now, ladder)) {
      return null;
    }
    return begin(cause, now, now + ladder.restMs(streak), false);
  }

  /** Rests until the given time. */
  synchronized @Nullable Pause rest(
      Cause cause, long startedMs, long now, long untilMs, Ladder ladder) {
    Pause current = pause(now);
    if (!count(startedMs, now, ladder) && current != null && current.untilMs() >= untilMs) {
      return null;
    }
    pause = null;
    return begin(cause, now, untilMs, true);
  }

  synchronized @Nullable Pause gone(Cause cause, long startedMs, long now, Ladder ladder) {
    if (!count(startedMs, now, ladder)) {
      return null;
    }
    gone++;
    return gone >= GONE_FOR_GOOD
        ? begin(new Cause("blacklisted", cause.error()), now, now + ladder.gone().toMillis(), true)
        : begin(cause, now, now + ladder.restMs(streak), false);
  }

  /** True when this success ended a rest. */
  synchronized boolean succeeded(long startedMs, long now) {
    unsavedSuccesses++;
    lastSuccessMs = now;
    changed = true;
    usedMs = now;
    Pause current = pause(now);
    if (current != null && startedMs < current.sinceMs()) {
      return false;
    }
    if (streak > 0 || gone > 0 || pause != null) {
      // a rest of another replica that began after this attempt is not over
      decide(current == null ? now : startedMs);
    }
    clear();
    return current != null;
  }

  synchronized boolean reset(long now) {
    boolean had = streak > 0 || pause != null;
    decide(now);
    clear();
    changed = true;
    return had;
  }

  private void clear() {
    streak = 0;
    gone = 0;
    pause = null;
  }

  private void decide(long atMs) {
    decidedMs = Math.max(atMs, decidedMs + 1);
  }

  /** When the streak or the rest last changed, here or at another replica. */
  long decidedMs() {
    return decidedMs;
  }

  synchronized Cooldowns.Decision decision() {
    return new Cooldowns.Decision(decidedMs, streak, gone, lastFailMs, unlessReplaced(pause));
  }

  /**
   * Takes over what another replica has decided, unless that was before the last decision here. Of
   * two rests the longer one stays. True when the outcome is neither what was here nor what came.
   */
  synchronized boolean adopt(Cooldowns.Decision other, long now) {
    Pause own = pause(now);
    Pause heard = unlessReplaced(other.pause());
    Pause longer = longer(own, heard);
    boolean later = other.atMs() > decidedMs;
    if (!later && (own == null || Objects.equals(longer, own))) {
      return false;
    }
    usedMs = now;
    lastFailMs = Math.max(lastFailMs, other.lastFailMs());
    if (later) {
      decidedMs = other.atMs();
      streak = other.streak();
      gone = other.gone();
      pause = heard == null ? null : longer;
    } else {
      pause = longer;
    }
    boolean mixed = later ? !Objects.equals(pause, heard) : true;
    if (mixed) {
      decide(decidedMs + 1);
    }
    return mixed;
  }

  private static @Nullable Pause longer(@Nullable Pause one, @Nullable Pause other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.untilMs() > one.untilMs() ? other : one;
  }

  private boolean count(long startedMs, long now, Ladder ladder) {
    Pause current = pause(now);
    unsavedFails++;
    changed = true;
    usedMs = now;
    boolean sameOutage = current != null && startedMs < current.sinceMs();
    if (!sameOutage) {
      streak = now - lastFailMs > ladder.quiet().toMillis() ? 1 : streak + 1;
    }
    lastFailMs = now;
    return !sameOutage;
  }

  private Pause begin(Cause cause, long now, long untilMs, boolean byProvider) {
    Pause current = pause(now);
    String reason = cause.status() + ": " + cause.error();
    Pause begun =
        current == null || untilMs >= current.untilMs()
            ? new Pause(reason, now, untilMs, byProvider, cause.account())
            : new Pause(reason, now, current.untilMs(), current.byProvider(), current.account());
    pause = begun;
    decide(now);
    return begun;
  }

  synchronized Cooldowns.@Nullable Row takeChange() {
    if (!changed) {
      return null;
    }
    Cooldowns.Row row = row();
    changed = false;
    unsavedFails = 0;
    unsavedSuccesses = 0;
    return row;
  }

  synchronized Cooldowns.Row row() {
    return new Cooldowns.Row(
        ref,
        streak,
        gone,
        lastFailMs,
        lastSuccessMs,
        unsavedFails,
        unsavedSuccesses,
        unlessReplaced(pause));
  }

  @Override
  public long lastUsedMs() {
    return usedMs;
  }
}
