package sml.gateway.learning.circuit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Bounded;

/**
 * Notices that a provider answers 429 for several of its models at once, which no memory per model
 * can see, and lets the whole provider rest for requests that did not name it.
 */
public final class Storms {
  private static final int MOST_PROVIDERS = 1_000;

  private final Bounded<String, Weather> providers =
      new Bounded<>(MOST_PROVIDERS, (name, now) -> new Weather(now));
  private final Rules rules;
  private final Clock clock;

  public Storms(Rules rules, Clock clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /** The rest a provider keeps now, null when it keeps none. */
  public @Nullable Pause of(String provider) {
    Weather weather = providers.peek(provider);
    Pause pause = weather == null ? null : weather.pause;
    return pause != null && pause.untilMs() > clock.millis() ? pause : null;
  }

  /** A model of the provider answered 429. */
  public void refused(ModelRef ref) {
    long now = clock.millis();
    Weather weather = providers.of(ref.provider(), now);
    synchronized (weather) {
      weather.usedMs = now;
      weather.recent.addLast(new Hit(ref.model(), now));
      while (weather.recent.size() > rules.hits()
          || weather.recent.getFirst().atMs() < now - rules.within().toMillis()) {
        weather.recent.removeFirst();
      }
      if (weather.recent.size() >= rules.hits()
          && weather.recent.stream().map(Hit::model).distinct().count() >= rules.models()) {
        weather.pause =
            new Pause(
                "rate_limited: several models of " + ref.provider() + " answer 429",
                now,
                now + rules.rest().toMillis());
      }
    }
  }

  /** Forgets all storms; returns how many providers were resting. */
  public int reset() {
    int resting = 0;
    for (Weather weather : providers.all()) {
      synchronized (weather) {
        resting += weather.pause != null && weather.pause.untilMs() > clock.millis() ? 1 : 0;
        weather.pause = null;
        weather.recent.clear();
      }
    }
    return resting;
  }

  /**
   * What makes a storm.
   *
   * @param hits how many 429s
   * @param models over how many models at least
   * @param within in which time
   * @param rest how long the provider rests then
   */
  public record Rules(int hits, int models, Duration within, Duration rest) {}

  private record Hit(String model, long atMs) {}

  private static final class Weather implements Bounded.Aging {
    private final ArrayDeque<Hit> recent = new ArrayDeque<>();
    private volatile @Nullable Pause pause;
    private volatile long usedMs;

    Weather(long now) {
      usedMs = now;
    }

    @Override
    public long lastUsedMs() {
      return usedMs;
    }
  }
}
