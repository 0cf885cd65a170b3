package sml.gateway.modelhealth.cooldowns;

import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.BoundedMap;

/** The failures of one model and the cooldown they caused. */
final class FailureStreak implements BoundedMap.Aging {
  private static final int GONE_FOR_GOOD = 3;

  private final ModelRef ref;
  private final LongSupplier account;
  private volatile @Nullable Cooldown cooldown;
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
  FailureStreak(ModelRef ref, LongSupplier account, long now) {
    this.ref = ref;
    this.account = account;
    this.usedMs = now;
  }

  static FailureStreak of(Cooldowns.Row row, LongSupplier account, long now) {
    FailureStreak known = new FailureStreak(row.ref(), account, now);
    known.cooldown = row.pause();
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

  @Nullable Cooldown pause(long now) {
    Cooldown current = unlessReplaced(cooldown);
    return current != null && current.untilMs() > now ? current : null;
  }

  private @Nullable Cooldown unlessReplaced(@Nullable Cooldown any) {
    Long refused = any == null ? null : any.account();
    return refused != null && refused < account.getAsLong() ? null : any;
  }

  /** Ends the cooldown of an account whose key was replaced; true when there was one. */
  synchronized boolean endReplaced(long now) {
    if (Objects.equals(cooldown, unlessReplaced(cooldown))) {
      return false;
    }
    decide(now);
    cooldown = null;
    streak = 0;
    changed = true;
    return true;
  }

  /** Adds a failure; the new cooldown, or null when the failure belongs to the current one. */
  synchronized @Nullable Cooldown failed(
      CooldownCause cooldownCause, long startedMs, long now, Backoff backoff) {
    if (!count(startedMs, now, backoff)) {
      return null;
    }
    return begin(cooldownCause, now, now + backoff.cooldownMs(streak), false);
  }

  /** Cools down until the given time. */
  synchronized @Nullable Cooldown coolDown(
      CooldownCause cooldownCause, long startedMs, long now, long untilMs, Backoff backoff) {
    Cooldown current = pause(now);
    if (!count(startedMs, now, backoff) && current != null && current.untilMs() >= untilMs) {
      return null;
    }
    cooldown = null;
    return begin(cooldownCause, now, untilMs, true);
  }

  synchronized @Nullable Cooldown gone(
      CooldownCause cooldownCause, long startedMs, long now, Backoff backoff) {
    if (!count(startedMs, now, backoff)) {
      return null;
    }
    gone++;
    return gone >= GONE_FOR_GOOD
        ? begin(
            new CooldownCause("blacklisted", cooldownCause.error()),
            now,
            now + backoff.gone().toMillis(),
            true)
        : begin(cooldownCause, now, now + backoff.cooldownMs(streak), false);
  }

  /** True when this success ended a cooldown. */
  synchronized boolean succeeded(long startedMs, long now) {
    unsavedSuccesses++;
    lastSuccessMs = now;
    changed = true;
    usedMs = now;
    Cooldown current = pause(now);
    if (current != null && startedMs < current.sinceMs()) {
      return false;
    }
    if (streak > 0 || gone > 0 || cooldown != null) {
      // a cooldown of another replica that began after this attempt is not over
      decide(current == null ? now : startedMs);
    }
    clear();
    return current != null;
  }

  synchronized boolean reset(long now) {
    boolean had = streak > 0 || cooldown != null;
    decide(now);
    clear();
    changed = true;
    return had;
  }

  private void clear() {
    streak = 0;
    gone = 0;
    cooldown = null;
  }

  private void decide(long atMs) {
    decidedMs = Math.max(atMs, decidedMs + 1);
  }

  /** When the streak or the cooldown last changed, here or at another replica. */
  long decidedMs() {
    return decidedMs;
  }

  synchronized Cooldowns.Decision decision() {
    return new Cooldowns.Decision(decidedMs, streak, gone, lastFailMs, unlessReplaced(cooldown));
  }

  /**
   * Applies what another replica has decided, unless that was before the last decision here. Of two
   * cooldowns the longer one stays. True when the outcome is neither what was here nor what came.
   */
  synchronized boolean adopt(Cooldowns.Decision other, long now) {
    Cooldown own = pause(now);
    Cooldown heard = unlessReplaced(other.pause());
    Cooldown longer = longer(own, heard);
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
      cooldown = heard == null ? null : longer;
    } else {
      cooldown = longer;
    }
    boolean mixed = later ? !Objects.equals(cooldown, heard) : true;
    if (mixed) {
      decide(decidedMs + 1);
    }
    return mixed;
  }

  private static @Nullable Cooldown longer(@Nullable Cooldown one, @Nullable Cooldown other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.untilMs() > one.untilMs() ? other : one;
  }

  private boolean count(long startedMs, long now, Backoff backoff) {
    Cooldown current = pause(now);
    unsavedFails++;
    changed = true;
    usedMs = now;
    boolean sameOutage = current != null && startedMs < current.sinceMs();
    if (!sameOutage) {
      streak = now - lastFailMs > backoff.quiet().toMillis() ? 1 : streak + 1;
    }
    lastFailMs = now;
    return !sameOutage;
  }

  private Cooldown begin(CooldownCause cooldownCause, long now, long untilMs, boolean byProvider) {
    Cooldown current = pause(now);
    String reason = cooldownCause.status() + ": " + cooldownCause.error();
    Cooldown begun =
        current == null || untilMs >= current.untilMs()
            ? new Cooldown(reason, now, untilMs, byProvider, cooldownCause.account())
            : new Cooldown(reason, now, current.untilMs(), current.byProvider(), current.account());
    cooldown = begun;
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
        unlessReplaced(cooldown));
  }

  @Override
  public long lastUsedMs() {
    return usedMs;
  }
}
