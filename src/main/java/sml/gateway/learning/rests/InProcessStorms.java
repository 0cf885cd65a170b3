package sml.gateway.learning.rests;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Bounded;

/** Storms in the memory of this process. */
public final class InProcessStorms implements Storms {
  private static final int MOST_PROVIDERS = 1_000;

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
  public long refused(ModelRef ref) {
    long now = clock.millis();
    refused(ref, now);
    return now;
  }

  /** A model answered 429 at this time, at this replica or another. */
  public void refused(ModelRef ref, long atMs) {
    Sky sky = providers.of(ref.provider(), clock.millis());
    synchronized (sky) {
      sky.usedMs = clock.millis();
      sky.recent.addLast(new Hit(ref.model(), atMs));
      while (sky.recent.size() > rules.hits()
          || sky.recent.getFirst().atMs() < atMs - rules.within().toMillis()) {
        sky.recent.removeFirst();
      }
      boolean storm =
          sky.recent.size() >= rules.hits()
              && sky.recent.stream().map(Hit::model).distinct().count() >= rules.models();
      Pause known = sky.weather.pause();
      if (storm && (known == null || known.sinceMs() < atMs)) {
        String reason = "rate_limited: several models of " + ref.provider() + " answer 429";
        Pause pause = new Pause(reason, atMs, atMs + rules.rest().toMillis());
        sky.weather = new Weather(Math.max(atMs, sky.weather.atMs() + 1), pause);
      }
    }
  }

  @Override
  public int reset() {
    int resting = 0;
    long now = clock.millis();
    for (Sky sky : providers.all()) {
      synchronized (sky) {
        Pause pause = sky.weather.pause();
        resting += pause != null && pause.untilMs() > now ? 1 : 0;
        sky.weather = new Weather(Math.max(now, sky.weather.atMs() + 1), null);
        sky.recent.clear();
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

  private record Hit(String model, long atMs) {}

  private static final class Sky implements Bounded.Aging {
    private final String provider;
    private final ArrayDeque<Hit> recent = new ArrayDeque<>();
    private volatile Weather weather = new Weather(0, null);
    private volatile long usedMs;

    Sky(String provider, long now) {
      this.provider = provider;
      this.usedMs = now;
    }

    @Override
    public long lastUsedMs() {
      return usedMs;
    }
  }
}
