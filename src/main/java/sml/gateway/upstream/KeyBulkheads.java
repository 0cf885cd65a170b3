package sml.gateway.upstream;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Bounds the calls that are under way at once with one key. */
@Component
final class KeyBulkheads {
  private final BulkheadRegistry bulkheads;

  KeyBulkheads(UpstreamSettings settings) {
    bulkheads =
        BulkheadRegistry.of(
            BulkheadConfig.custom()
                .maxConcurrentCalls(settings.perKey())
                .maxWaitDuration(Duration.ZERO)
                .build());
  }

  /** The bulkhead of a key, or of the whole provider when it needs none. */
  Bulkhead of(String provider, long keyId) {
    return bulkheads.bulkhead(provider + "#" + keyId);
  }
}
