package sml.gateway.modelhealth;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;
import sml.gateway.chat.LiveStats.Load;

/** Counts the attempts at each provider and its answers, both of the last minute. */
@Component
final class ProviderLoad {
  private final ConcurrentMap<String, Calls> providers = new ConcurrentHashMap<>();
  private final Clock clock;
  private final MinuteCounter answers = new MinuteCounter();

  private static final class Calls {
    private final MinuteCounter begun = new MinuteCounter();
    private final MinuteCounter answered = new MinuteCounter();
  }

  ProviderLoad(Clock clock) {
    this.clock = clock;
  }

  void began(String provider) {
    calls(provider).begun.add(clock.millis());
  }

  void answered(String provider) {
    long now = clock.millis();
    answers.add(now);
    calls(provider).answered.add(now);
  }

  private Calls calls(String provider) {
    return providers.computeIfAbsent(provider, name -> new Calls());
  }

  Load of(String provider) {
    Calls calls = providers.get(provider);
    if (calls == null) {
      return Load.NONE;
    }
    long now = clock.millis();
    int all = answers.sum(now);
    double share = all == 0 ? 0 : (double) calls.answered.sum(now) / all;
    return new Load(calls.begun.sum(now), share);
  }
}
