package sml.gateway.upstream.transport;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Bounds the calls that are under way at once with one key. */
@Component
public final class KeyBulkheads {
  private final BulkheadRegistry bulkheads;

  KeyBulkheads(UpstreamSettings settings, MeterRegistry registry) {
    bulkheads =
        BulkheadRegistry.of(
            BulkheadConfig.custom()
                .maxConcurrentCalls(settings.perKey())
                .maxWaitDuration(Duration.ZERO)
                .build());
    Gauge.builder("sml.upstream.calls", bulkheads, KeyBulkheads::underWay)
        .description("Calls that hold a permit of their key right now")
        .register(registry);
  }

  private static double underWay(BulkheadRegistry all) {
    return all.getAllBulkheads().stream()
        .map(Bulkhead::getMetrics)
        .mapToInt(now -> now.getMaxAllowedConcurrentCalls() - now.getAvailableConcurrentCalls())
        .sum();
  }

  /** The bulkhead of a key, or of the whole provider when it needs none. */
  public Bulkhead of(String provider, long keyId) {
    return bulkheads.bulkhead(provider + "#" + keyId);
  }
}
