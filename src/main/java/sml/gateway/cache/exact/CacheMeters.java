package sml.gateway.cache.exact;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheTier;
import sml.gateway.chat.CacheVerdict;

/** How many answers each tier of this process remembers, and how many it has given. */
@Component
final class CacheMeters implements MeterBinder {
  private static final Map<String, CacheVerdict> GIVES =
      Map.of(
          "exact", CacheVerdict.HIT,
          "semantic", CacheVerdict.SEMANTIC_HIT,
          "shared", CacheVerdict.SHARED);

  private final List<CacheTier> tiers;
  private final CacheFigures figures;

  CacheMeters(List<CacheTier> tiers, CacheFigures figures) {
    this.tiers = tiers;
    this.figures = figures;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (CacheTier tier : tiers) {
      Gauge.builder("sml.cache.entries", tier, CacheTier::size)
          .description("Answers that are remembered in this process.")
          .tag("tier", tier.name())
          .register(registry);
    }
    GIVES.forEach(
        (tier, verdict) ->
            FunctionCounter.builder("sml.cache.hits", figures, counts -> counts.of(verdict))
                .description("Requests that needed no call of their own.")
                .tag("tier", tier)
                .register(registry));
  }
}
