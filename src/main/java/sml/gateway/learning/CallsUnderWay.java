package sml.gateway.learning;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Counts the attempts that are under way at each provider. */
@Component
final class CallsUnderWay {
  private final ConcurrentMap<String, AtomicInteger> providers = new ConcurrentHashMap<>();

  void began(String provider) {
    providers.computeIfAbsent(provider, name -> new AtomicInteger()).incrementAndGet();
  }

  void ended(String provider) {
    AtomicInteger known = providers.get(provider);
    if (known != null) {
      // an end whose beginning was not counted must not hide a later beginning
      known.updateAndGet(calls -> Math.max(0, calls - 1));
    }
  }

  int at(String provider) {
    AtomicInteger known = providers.get(provider);
    return known == null ? 0 : known.get();
  }
}
