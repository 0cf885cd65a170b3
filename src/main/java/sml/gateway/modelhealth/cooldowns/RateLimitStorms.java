package sml.gateway.modelhealth.cooldowns;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.cluster.ClusterState;
import sml.gateway.modelhealth.BoundedMap;
import sml.gateway.modelhealth.JsonRows;

/**
 * Notices that a provider answers a large share of its calls with 429, over several of its models,
 * which no state per model can show, and cools the whole provider down for a short time for
 * requests that did not name it. A share, not a count: a busy provider that refuses now and then
 * keeps answering. Each replica judges by the calls it made itself, a fair sample of all of them,
 * and the others take over what it decides.
 */
public final class RateLimitStorms {
  private static final int MOST_PROVIDERS = 1_000;
  private static final int MOST_CALLS = 200;

  private final BoundedMap<String, ProviderCalls> providers;
  private final Rules rules;
  private final ClusterState cluster;
  private final Clock clock;
  private final JsonRows<StormState> jsonRows =
      new JsonRows<>(
          "storms",
          StormState.class,
          provider -> storm(provider),
          StormState::atMs,
          this::decided,
          this::adopt);

  /**
   * What makes a storm.
   *
   * @param calls how many calls at least have to be known
   * @param share which share of them has to be 429s at least, above 0 to 1
   * @param models over how many models the 429s spread at least
   * @param within the age up to which a call counts
   * @param cooldown how long the provider cools down when it does not say
   * @param longestCooldown how long it cools down at most, whatever it says
   */
  public record Rules(
      int calls,
      double share,
      int models,
      Duration within,
      Duration cooldown,
      Duration longestCooldown) {}

  /**
   * What replicas share about one provider.
   *
   * @param atMs when the storm began or was forgotten, epoch milliseconds
   * @param pause the cooldown it caused, null when it was forgotten
   */
  record StormState(long atMs, @Nullable Cooldown pause) {}

  public RateLimitStorms(Rules rules, ClusterState cluster, Clock clock) {
    this.providers = new BoundedMap<>(MOST_PROVIDERS, ProviderCalls::new);
    this.rules = rules;
    this.cluster = cluster;
    this.clock = clock;
    cluster.join(jsonRows);
  }

  /** The current cooldown of a provider, null when it has none. */
  public @Nullable Cooldown of(String provider) {
    ProviderCalls calls = providers.peek(provider);
    Cooldown cooldown = calls == null ? null : calls.storm.pause();
    return cooldown != null && cooldown.untilMs() > clock.millis() ? cooldown : null;
  }

  /** A call of the provider ended otherwise than with a 429. */
  public void called(ModelRef ref) {
    long now = clock.millis();
    ProviderCalls calls = providers.of(ref.provider(), now);
    synchronized (calls) {
      calls.add(new Ended(ref.model(), now, false), rules.within());
    }
  }

  /**
   * A model of the provider answered 429.
   *
   * @param wait how long the provider asks to wait, null when it does not say
   */
  public void refused(ModelRef ref, @Nullable Duration wait) {
    long now = clock.millis();
    ProviderCalls calls = providers.of(ref.provider(), now);
    synchronized (calls) {
      calls.add(new Ended(ref.model(), now, true), rules.within());
      if (isStorm(calls)) {
        // what led to this storm does not count for the next one
        calls.recent.clear();
        String reason = "rate_limited: several models of " + ref.provider() + " answer 429";
        Cooldown cooldown =
            new Cooldown(reason, now, now + cooldown(wait).toMillis(), wait != null, null);
        calls.storm = new StormState(Math.max(now, calls.storm.atMs() + 1), cooldown);
        cluster.changed(jsonRows, ref.provider());
      }
    }
  }

  private boolean isStorm(ProviderCalls calls) {
    List<Ended> refused = calls.recent.stream().filter(Ended::refused).toList();
    return calls.recent.size() >= rules.calls()
        && refused.size() >= rules.share() * calls.recent.size()
        && refused.stream().map(Ended::model).distinct().count() >= rules.models();
  }

  private Duration cooldown(@Nullable Duration wait) {
    if (wait == null || wait.isZero()) {
      return rules.cooldown();
    }
    return wait.compareTo(rules.longestCooldown()) > 0 ? rules.longestCooldown() : wait;
  }

  /**
   * Forgets the storms of one provider, or of all when null; returns how many were cooling down.
   */
  public int reset(@Nullable String provider) {
    int ended = 0;
    long now = clock.millis();
    for (ProviderCalls calls : providers.all()) {
      if (provider == null || provider.equals(calls.provider)) {
        ended += calls.clear(now) ? 1 : 0;
        cluster.changed(jsonRows, calls.provider);
      }
    }
    return ended;
  }

  private @Nullable StormState storm(String provider) {
    ProviderCalls calls = providers.peek(provider);
    return calls == null || calls.storm.atMs() == 0 ? null : calls.storm;
  }

  private List<String> decided() {
    return providers.all().stream()
        .filter(calls -> calls.storm.atMs() > 0)
        .map(calls -> calls.provider)
        .toList();
  }

  private void adopt(String provider, StormState other) {
    ProviderCalls calls = providers.of(provider, clock.millis());
    synchronized (calls) {
      if (other.atMs() > calls.storm.atMs()) {
        calls.storm = other;
        calls.usedMs = clock.millis();
        if (other.pause() == null) {
          calls.recent.clear();
        }
      }
    }
  }

  /** The end of a call. */
  private record Ended(String model, long atMs, boolean refused) {}

  private static final class ProviderCalls implements BoundedMap.Aging {
    private final String provider;
    private final ArrayDeque<Ended> recent = new ArrayDeque<>();
    private volatile StormState storm = new StormState(0, null);
    private volatile long usedMs;

    ProviderCalls(String provider, long now) {
      this.provider = provider;
      this.usedMs = now;
    }

    void add(Ended call, Duration within) {
      usedMs = call.atMs();
      recent.addLast(call);
      while (recent.size() > MOST_CALLS
          || recent.getFirst().atMs() < call.atMs() - within.toMillis()) {
        recent.removeFirst();
      }
    }

    /** True when that ended a cooldown. */
    synchronized boolean clear(long now) {
      Cooldown cooldown = storm.pause();
      storm = new StormState(Math.max(now, storm.atMs() + 1), null);
      recent.clear();
      return cooldown != null && cooldown.untilMs() > now;
    }

    @Override
    public long lastUsedMs() {
      return usedMs;
    }
  }
}
