package sml.gateway.learning;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Category;
import sml.gateway.chat.Delay;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Standings;
import sml.gateway.learning.limits.Shortage;
import sml.gateway.learning.rests.Pause;
import sml.gateway.learning.results.Results;

/**
 * Says to ranking how models do right now. Rests are looked up each time; what is learned of times,
 * success and quotas is derived again when something of the provider has changed, or after a moment
 * for what other replicas and the clock change.
 */
@Component
final class ModelStandings implements Standings {
  private static final long KEPT_MS = 200;
  private static final int MOST_KEPT = 20_000;

  private final Memory memory;
  private final Clock clock;
  private final ConcurrentMap<ModelRef, Derived> derived = new ConcurrentHashMap<>();

  /** What is derived of one model, by category and by whether it is for a stream. */
  private static final class Derived {
    private final AtomicLong changes;
    private final AtomicReferenceArray<Kept> outlooks =
        new AtomicReferenceArray<>(2 * Category.values().length);

    Derived(AtomicLong changes) {
      this.changes = changes;
    }
  }

  /**
   * An outlook without any rest.
   *
   * @param usedUp the quota that keeps the model out until {@code usedUpUntilMs}, null when none
   *     does
   */
  private record Kept(
      Outlook outlook, @Nullable Shortage usedUp, long usedUpUntilMs, long version, long untilMs) {
    boolean holds(long current, long now) {
      return version == current && now < untilMs;
    }
  }

  ModelStandings(Memory memory, Clock clock) {
    this.memory = memory;
    this.clock = clock;
  }

  @Override
  public Outlook outlook(ModelRef ref, Category category, boolean stream) {
    Derived known = derived(ref);
    long now = clock.millis();
    long version = memory.changes().since(known.changes);
    int index = 2 * category.ordinal() + (stream ? 1 : 0);
    Kept kept = known.outlooks.get(index);
    if (kept == null || !kept.holds(version, now)) {
      kept = derive(ref, category, stream, version, now);
      known.outlooks.set(index, kept);
    }
    Outlook outlook = kept.outlook();
    Rest rest = rest(ref, now);
    rest = rest == null ? usedUp(kept, now) : rest;
    return rest == null
        ? outlook
        : new Outlook(outlook.standing().resting(rest), outlook.first(), outlook.end());
  }

  private Kept derive(ModelRef ref, Category category, boolean stream, long version, long now) {
    Results.Record results = memory.results().of(ref, category);
    var standing =
        new Standing(
            null,
            results.success(),
            results.samples(),
            results.evidence(),
            results.usualFirst(),
            results.usualWhole(),
            memory.limits().headroom(ref));
    var outlook =
        new Outlook(
            standing,
            delay(ref, Delay.Until.content(stream)),
            delay(ref, stream ? Delay.Until.STREAM_END : Delay.Until.WHOLE_ANSWER));
    Shortage shortage = memory.limits().usedUp(ref);
    long wait = shortage == null || shortage.waitMs() == null ? 0 : shortage.waitMs();
    return new Kept(outlook, shortage, now + wait, version, now + KEPT_MS);
  }

  @Override
  public Standing of(ModelRef ref, Category category) {
    return outlook(ref, category, false).standing();
  }

  private Derived derived(ModelRef ref) {
    Derived known = derived.get(ref);
    if (known != null) {
      return known;
    }
    if (derived.size() >= MOST_KEPT) {
      derived.clear();
    }
    return derived.computeIfAbsent(
        ref, fresh -> new Derived(memory.changes().of(fresh.provider())));
  }

  @Override
  public Allowance allowance(ModelRef ref) {
    return memory.limits().allowance(ref);
  }

  @Override
  public Delay delay(ModelRef ref, Delay.Until until) {
    return memory.results().delay(ref, until);
  }

  @Override
  public Load load(String provider) {
    return memory.load().of(provider);
  }

  private @Nullable Rest rest(ModelRef ref, long now) {
    Pause pause = memory.cooldowns().of(ref);
    pause = pause == null ? memory.storms().of(ref.provider()) : pause;
    if (pause != null) {
      return new Rest(
          "cooling down after " + pause.reason(),
          Duration.ofMillis(Math.max(0, pause.leftMs(now))),
          pause.byProvider());
    }
    long shut = memory.breakers().shutFor(ref);
    return shut > 0 ? new Rest("breaker open", Duration.ofMillis(shut), true) : null;
  }

  // asked all the same it would only be refused, by us or by the provider
  private static @Nullable Rest usedUp(Kept kept, long now) {
    Shortage shortage = kept.usedUp();
    return shortage == null || shortage.waitMs() == null || kept.usedUpUntilMs() <= now
        ? null
        : new Rest(
            shortage.reason(), Duration.ofMillis(kept.usedUpUntilMs() - now), !shortage.learned());
  }
}
