package sml.gateway.modelhealth;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Counts what this process has learned of each provider, so that derived values can be cached. */
@Component
final class ChangeCounter {
  private final ConcurrentMap<String, AtomicLong> providers = new ConcurrentHashMap<>();
  private final AtomicLong all = new AtomicLong();

  /** Something was learned of a model of this provider. */
  void count(String provider) {
    of(provider).incrementAndGet();
  }

  /** Everything may have changed. */
  void countAll() {
    all.incrementAndGet();
  }

  /** The changes of one provider, to be read with {@link #since}. */
  AtomicLong of(String provider) {
    return providers.computeIfAbsent(provider, name -> new AtomicLong());
  }

  /** A number that grows with each change that concerns a provider. */
  long since(AtomicLong provider) {
    return provider.get() + all.get();
  }
}
