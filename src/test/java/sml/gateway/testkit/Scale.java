package sml.gateway.testkit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The scale of waits in tests of the whole gateway. With {@code -Dsml.test.scale=1} they have full
 * length; without, a tenth of it.
 */
public final class Scale {
  /** 1 is full length. */
  public static final double FACTOR =
      Double.parseDouble(System.getProperty("sml.test.scale", "0.1"));

  // sockets, threads and a busy machine take what they take at any scale; beside waits of full
  // length it is nothing, beside a tenth of them much
  private static final Duration MACHINE = Duration.ofMillis(FACTOR < 1 ? 2_000 : 250);

  private Scale() {}

  /** A wait of so many seconds of life, in the tests' time. */
  public static Duration seconds(double inLife) {
    return Duration.ofNanos(Math.round(inLife * FACTOR * 1e9));
  }

  /** The most a wait of so many seconds of life may take in the tests. */
  public static Duration atMost(double inLife) {
    return seconds(inLife).plus(MACHINE);
  }

  /** The gateway's own limits, scaled like everything else. */
  static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    limit(settings, "upstream.connect", 3);
    limit(settings, "upstream.first-content", 12);
    limit(settings, "upstream.last-first-content", 120);
    limit(settings, "upstream.gap", 20);
    limit(settings, "upstream.after-finish", 2);
    limit(settings, "upstream.whole-answer", 60);
    limit(settings, "upstream.silence", 2);
    limit(settings, "upstream.resend", 1);
    limit(settings, "routing.back-off", 0.5);
    limit(settings, "routing.longest-retry-after", 10);
    limit(settings, "routing.longest-rest", 60);
    settings.put("sml.routing.usual-first-content", "1h");
    settings.put("sml.routing.call-worth", "0");
    settings.put("sml.routing.rescue-worth", "1h");
    limit(settings, "learning.first-cooldown", 10);
    limit(settings, "learning.longest-cooldown", 120);
    limit(settings, "learning.storm-within", 30);
    limit(settings, "learning.storm-rest", 15);
    limit(settings, "learning.longest-storm-rest", 60);
    limit(settings, "learning.breaker-open", 30);
    limit(settings, "learning.named-probe", 3);
    return settings;
  }

  private static void limit(Map<String, String> settings, String name, double seconds) {
    settings.put("sml." + name, seconds(seconds).toMillis() + "ms");
  }
}
