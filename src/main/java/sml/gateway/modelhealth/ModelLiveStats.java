package sml.gateway.modelhealth;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Category;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.hedge.LatencyDistribution;
import sml.gateway.modelhealth.cooldowns.Cooldown;
import sml.gateway.modelhealth.quotas.QuotaExhausted;
import sml.gateway.modelhealth.results.ResultStatistics;

/**
 * The live stats that ranking uses. Cooldowns are looked up each time; figures of times, success
 * and quotas are derived again when data of the provider has changed, or after a moment, because
 * other replicas and the clock change them too.
 */
@Component
final class ModelLiveStats implements LiveStats {
  private static final long KEPT_MS = 200;
  private static final int MOST_KEPT = 20_000;

  private final ModelHealthState state;
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
   * An outlook without any cooldown.
   *
   * @param usedUp the quota that keeps the model out until {@code usedUpUntilMs}, null when none
   *     does
   */
  private record Kept(
      Outlook outlook,
      @Nullable QuotaExhausted usedUp,
      long usedUpUntilMs,
      long version,
      long untilMs) {
    boolean holds(long current, long now) {
      return version == current && now < untilMs;
    }
  }

  ModelLiveStats(ModelHealthState state, Clock clock) {
    this.state = state;
    this.clock = clock;
  }

  @Override
  public Outlook outlook(ModelRef ref, Category category, boolean stream) {
    Derived known = derived(ref);
    long now = clock.millis();
    long version = state.changes().since(known.changes);
    int index = 2 * category.ordinal() + (stream ? 1 : 0);
    Kept kept = known.outlooks.get(index);
    if (kept == null || !kept.holds(version, now)) {
      kept = derive(ref, category, stream, version, now);
      known.outlooks.set(index, kept);
    }
    Outlook outlook = kept.outlook();
    CooldownState cooldown = cooldown(ref, now);
    cooldown = cooldown == null ? usedUp(kept, now) : cooldown;
    return cooldown == null
        ? outlook
        : new Outlook(outlook.stats().coolingDown(cooldown), outlook.first(), outlook.end());
  }

  private Kept derive(ModelRef ref, Category category, boolean stream, long version, long now) {
    ResultStatistics.Record results = state.results().of(ref, category);
    var stats =
        new ModelStats(
            null,
            results.success(),
            results.samples(),
            results.evidence(),
            results.usualFirst(),
            results.usualWhole(),
            state.limits().headroom(ref));
    var outlook =
        new Outlook(
            stats,
            delay(ref, LatencyDistribution.Until.content(stream)),
            delay(ref, LatencyDistribution.Until.end(stream)));
    QuotaExhausted exhausted = state.limits().usedUp(ref);
    long wait = exhausted == null || exhausted.waitMs() == null ? 0 : exhausted.waitMs();
    return new Kept(outlook, exhausted, now + wait, version, now + KEPT_MS);
  }

  @Override
  public ModelStats of(ModelRef ref, Category category) {
    return outlook(ref, category, false).stats();
  }

  private Derived derived(ModelRef ref) {
    Derived known = derived.get(ref);
    if (known != null) {
      return known;
    }
    if (derived.size() >= MOST_KEPT) {
      derived.clear();
    }
    return derived.computeIfAbsent(ref, fresh -> new Derived(state.changes().of(fresh.provider())));
  }

  @Override
  public Allowance allowance(ModelRef ref) {
    return state.limits().allowance(ref);
  }

  @Override
  public LatencyDistribution delay(ModelRef ref, LatencyDistribution.Until until) {
    return state.results().delay(ref, until);
  }

  @Override
  public Load load(String provider) {
    return state.load().of(provider);
  }

  private @Nullable CooldownState cooldown(ModelRef ref, long now) {
    Cooldown cooldown = state.cooldowns().of(ref);
    cooldown = cooldown == null ? state.storms().of(ref.provider()) : cooldown;
    if (cooldown != null) {
      return new CooldownState(
          "cooling down after " + cooldown.reason(),
          Duration.ofMillis(Math.max(0, cooldown.leftMs(now))),
          cooldown.byProvider());
    }
    long shut = state.breakers().shutFor(ref);
    return shut > 0 ? new CooldownState("breaker open", Duration.ofMillis(shut), true) : null;
  }

  // asked all the same it would only be refused, by us or by the provider
  private static @Nullable CooldownState usedUp(Kept kept, long now) {
    QuotaExhausted exhausted = kept.usedUp();
    return exhausted == null || exhausted.waitMs() == null || kept.usedUpUntilMs() <= now
        ? null
        : new CooldownState(
            exhausted.reason(),
            Duration.ofMillis(kept.usedUpUntilMs() - now),
            !exhausted.learned());
  }
}
