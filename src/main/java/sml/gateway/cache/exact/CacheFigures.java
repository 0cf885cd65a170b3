package sml.gateway.cache.exact;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;
import sml.gateway.chat.CacheVerdict;

/** How many requests that may be answered from a cache had which luck, since the start. */
@Component
final class CacheFigures {
  private final Map<CacheVerdict, LongAdder> counts = new EnumMap<>(CacheVerdict.class);

  CacheFigures() {
    for (CacheVerdict verdict : CacheVerdict.values()) {
      counts.put(verdict, new LongAdder());
    }
  }

  void count(CacheVerdict verdict) {
    adder(verdict).increment();
  }

  long of(CacheVerdict verdict) {
    return adder(verdict).sum();
  }

  /** All requests that were looked up. */
  long lookups() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  private LongAdder adder(CacheVerdict verdict) {
    return Objects.requireNonNull(counts.get(verdict));
  }
}
