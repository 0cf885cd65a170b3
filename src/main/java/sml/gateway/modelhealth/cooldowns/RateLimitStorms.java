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
 * keeps
 * answering. Each replica judges by the calls it made itself, a fair sample of all of them, and the
 * others take over what it decides.
 */
public final class RateLimitStorms {
  private static final int MOST_PROVIDERS = 1_000;
  private static final int MOST_CALLS = 200;

  private final BoundedMap<String, Sky> providers;
  private final Rules rules;
  private final ClusterState cluster;
  private final Clock clock;
  private final JsonRows<Weather> jsonRows =
      new JsonRows<>(
          "storms",
          Weather.class,
          provider -> weather(provider),
          Weather::atMs,
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
      int calls, double share, int models, Duration within, Duration cooldown, Duration longestCooldown) {}

  /**
   * What replicas share about one provider.
   *
   * @param atMs when the storm began or was forgotten, epoch milliseconds
   * @param pause the cooldown it caused, null when it was forgotten
   */
  record Weather(long atMs, @Nullable Cooldown pause) {}

  public RateLimitStorms(Rules rules, ClusterState cluster, Clock clock) {
    this.providers = new BoundedMap<>(MOST_PROVIDERS, Sky::new);
    this.rules = rules;
    this.cluster = cluster;
    this.clock = clock;
    cluster.join(jsonRows);
  }

  /** The current cooldown of a provider, null when it has none. */
  public @Nullable Cooldown of(String provider) {
    Sky sky = providers.peek(provider);
    Cooldown cooldown = sky == null ? null : sky.weather.pause();
    return cooldown != null && cooldown.untilMs() > clock.millis() ? cooldown : null;
  }

  /** A call of the provider ended otherwise than with a 429. */
  public void called(ModelRef ref) {
    long now = clock.millis();
    Sky sky = providers.of(ref.provider(), now);
    synchronized (sky) {
      sky.add(new Ended(ref.model(), now, false), rules.within());
    }
  }

  /**
   * A model of the provider answered 429.
   *
   * @param wait how long the provider asks to wait, null when it does not say
   */
  public void refused(ModelRef ref, @Nullable Duration wait) {
    long now = clock.millis();
    Sky sky = providers.of(ref.provider(), now);
    synchronized (sky) {
      sky.add(new Ended(ref.model(), now, true), rules.within());
      if (isStorm(sky)) {
        // what led to this storm does not count for the next one
        sky.recent.clear();
        String reason = "rate_limited: several models of " + ref.provider() + " answer 429";
        Cooldown cooldown =
            new Cooldown(reason, now, now + cooldown(wait).toMillis(), wait != null, null);
        sky.weather = new Weather(Math.max(now, sky.weather.atMs() + 1), cooldown);
        cluster.changed(jsonRows, ref.provider());
      }
    }
  }

  private boolean isStorm(Sky sky) {
    List<Ended> refused = sky.recent.stream().filter(Ended::refused).toList();
    return sky.recent.size() >= rules.calls()
        && refused.size() >= rules.share() * sky.recent.size()
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
    for (Sky sky : providers.all()) {
      if (provider == null || provider.equals(sky.provider)) {
        ended += sky.clear(now) ? 1 : 0;
        cluster.changed(jsonRows, sky.provider);
      }
    }
    return ended;
  }

  private @Nullable Weather weather(String provider) {
    Sky sky = providers.peek(provider);
    return sky == null || sky.weather.atMs() == 0 ? null : sky.weather;
  }

  private List<String> decided() {
    return providers.all().stream()
        .filter(sky -> sky.weather.atMs() > 0)
        .map(sky -> sky.provider)
        .toList();
  }

  private void adopt(String provider, Weather other) {
    Sky sky = providers.of(provider, clock.millis());
    synchronized (sky) {
      if (other.atMs() > sky.weather.atMs()) {
        sky.weather = other;
        sky.usedMs = clock.millis();
        if (other.pause() == null) {
          sky.recent.clear();
        }
      }
    }
  }

  /** The end of a call. */
  private record Ended(String model, long atMs, boolean refused) {}

  private static final class Sky implements BoundedMap.Aging {
    private final String provider;
    private final ArrayDeque<Ended> recent = new ArrayDeque<>();
    private volatile Weather weather = new Weather(0, null);
    private volatile long usedMs;

    Sky(String provider, long now) {
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
      Cooldown cooldown = weather.pause();
      weather = new Weather(Math.max(now, weather.atMs() + 1), null);
      recent.clear();
      return cooldown != null && cooldown.untilMs() > now;
    }

    @Override
    public long lastUsedMs() {
      return usedMs;
    }
  }
}
