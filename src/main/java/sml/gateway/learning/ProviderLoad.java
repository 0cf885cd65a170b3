package sml.gateway.learning;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;
import sml.gateway.chat.MinuteCounter;
import sml.gateway.chat.Standings.Load;

/** Counts the attempts at each provider: those under way, and those of the last minute. */
@Component
final class ProviderLoad {
  private final ConcurrentMap<String, Calls> providers = new ConcurrentHashMap<>();
  private final Clock clock;
  private final MinuteCounter all = new MinuteCounter();

  private static final class Calls {
    private final MinuteCounter lastMinute = new MinuteCounter();
    private int underWay;
  }

  ProviderLoad(Clock clock) {
    this.clock = clock;
  }

  void began(String provider) {
    long now = clock.millis();
    Calls calls = providers.computeIfAbsent(provider, name -> new Calls());
    all.add(now);
    calls.lastMinute.add(now);
    synchronized (calls) {
      calls.underWay++;
    }
  }

  void ended(String provider) {
    Calls calls = providers.get(provider);
    if (calls != null) {
      synchronized (calls) {
        // an end whose beginning was not counted must not hide a later beginning
        calls.underWay = Math.max(0, calls.underWay - 1);
      }
    }
  }

  Load of(String provider) {
    Calls calls = providers.get(provider);
    if (calls == null) {
      return Load.NONE;
    }
    long now = clock.millis();
    int total = all.sum(now);
    int own = calls.lastMinute.sum(now);
    double share = total == 0 ? 0 : (double) own / total;
    synchronized (calls) {
      return new Load(calls.underWay, own, share);
    }
  }
}
