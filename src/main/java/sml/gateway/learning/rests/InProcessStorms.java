package sml.gateway.learning.rests;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Bounded;

/** Storms in the memory of this process. */
public final class InProcessStorms implements Storms {
  private static final int MOST_PROVIDERS = 1_000;
  private static final int MOST_CALLS = 200;

  private final Bounded<String, Sky> providers;
  private final Rules rules;
  private final Clock clock;

  public InProcessStorms(Rules rules, Clock clock) {
    this.providers = new Bounded<>(MOST_PROVIDERS, Sky::new);
    this.rules = rules;
    this.clock = clock;
  }

  @Override
  public @Nullable Pause of(String provider) {
    Sky sky = providers.peek(provider);
    Pause pause = sky == null ? null : sky.weather.pause();
    return pause != null && pause.untilMs() > clock.millis() ? pause : null;
  }

  @Override
  public void called(ModelRef ref) {
    long now = clock.millis();
    Sky sky = providers.of(ref.provider(), now);
    synchronized (sky) {
      sky.add(new Ended(ref.model(), now, false), rules.within());
    }
  }

  @Override
  public void refused(ModelRef ref, @Nullable Duration wait) {
    long now = clock.millis();
    Sky sky = providers.of(ref.provider(), now);
    synchronized (sky) {
      sky.add(new Ended(ref.model(), now, true), rules.within());
      if (isStorm(sky)) {
        // what led to this storm does not count for the next one
        sky.recent.clear();
        String reason = "rate_limited: several models of " + ref.provider() + " answer 429";
        Pause pause = new Pause(reason, now, now + rest(wait).toMillis(), wait != null, null);
        sky.weather = new Weather(Math.max(now, sky.weather.atMs() + 1), pause);
      }
    }
  }

  private boolean isStorm(Sky sky) {
    List<Ended> refused = sky.recent.stream().filter(Ended::refused).toList();
    return sky.recent.size() >= rules.calls()
        && refused.size() >= rules.share() * sky.recent.size()
        && refused.stream().map(Ended::model).distinct().count() >= rules.models();
  }

  private Duration rest(@Nullable Duration wait) {
    if (wait == null || wait.isZero()) {
      return rules.rest();
    }
    return wait.compareTo(rules.longestRest()) > 0 ? rules.longestRest() : wait;
  }

  @Override
  public int reset(@Nullable String provider) {
    int resting = 0;
    long now = clock.millis();
    for (Sky sky : providers.all()) {
      if (provider == null || provider.equals(sky.provider)) {
        resting += sky.clear(now) ? 1 : 0;
      }
    }
    return resting;
  }

  /** What was decided last about a provider, null when nothing ever was. */
  public @Nullable Weather weather(String provider) {
    Sky sky = providers.peek(provider);
    return sky == null || sky.weather.atMs() == 0 ? null : sky.weather;
  }

  /** The providers about which something was decided. */
  public List<String> decided() {
    return providers.all().stream()
        .filter(sky -> sky.weather.atMs() > 0)
        .map(sky -> sky.provider)
        .toList();
  }

  /** Takes over what another replica has decided later. */
  public void adopt(String provider, Weather other) {
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

  private static final class Sky implements Bounded.Aging {
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

    /** True when that ended a rest. */
    synchronized boolean clear(long now) {
      Pause pause = weather.pause();
      weather = new Weather(Math.max(now, weather.atMs() + 1), null);
      recent.clear();
      return pause != null && pause.untilMs() > now;
    }

    @Override
    public long lastUsedMs() {
      return usedMs;
    }
  }
}
