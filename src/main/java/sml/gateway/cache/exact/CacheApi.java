package sml.gateway.cache.exact;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.CacheTier;
import sml.gateway.cache.LastVerdicts;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.GatewayException.NotFound;

/**
 * {@code GET /api/semantic-cache}: what the caches of this process hold and how often they were of
 * use; {@code DELETE} forgets an entry or everything, {@code POST …/{id}/dispute} takes an answer
 * that was wrong out of use.
 */
@Component("cacheApi")
final class CacheApi {
  private static final int MOST_SHOWN = 20;

  private final List<CacheTier> tiers;
  private final CacheFigures figures;
  private final CacheSettings settings;
  private final LastVerdicts verdicts;

  /** The answer to {@code GET}; shares are of all requests that were looked up since the start. */
  record Overview(
      boolean enabled,
      long total,
      long totalHits,
      double avgHits,
      long lookups,
      double hitRate,
      List<Tier> tiers,
      List<Shown> topEntries,
      Map<String, Long> verdicts,
      List<LastVerdicts.Verdict> lastVerdicts) {}

  /** One kind of answer that needed no upstream call. */
  record Tier(String name, @Nullable Long entries, long hits, double hitRate) {}

  /** An entry; {@code model} is the provider's id of the model. */
  record Shown(
      String id,
      String tier,
      String query,
      String provider,
      String model,
      long hitCount,
      Instant createdAt,
      Instant lastUsedAt) {
    static Shown of(String tier, CacheTier.Entry entry) {
      var answer = entry.answer();
      return new Shown(
          answer.id(),
          tier,
          answer.query(),
          answer.model().provider(),
          answer.model().model(),
          entry.hits(),
          answer.storedAt(),
          entry.lastUsedAt());
    }
  }

  /** The answer to a change. */
  record Changed(boolean ok, @Nullable String id) {}

  CacheApi(
      List<CacheTier> tiers,
      CacheFigures figures,
      CacheSettings settings,
      LastVerdicts semanticVerdicts) {
    this.verdicts = semanticVerdicts;
    this.tiers = tiers;
    this.figures = figures;
    this.settings = settings;
  }

  /** The overview. */
  public Overview show() {
    long total = tiers.stream().mapToLong(CacheTier::size).sum();
    long hits = figures.of(CacheVerdict.HIT) + figures.of(CacheVerdict.SEMANTIC_HIT);
    List<Shown> top =
        tiers.stream()
            .flatMap(
                tier -> tier.top(MOST_SHOWN).stream().map(entry -> Shown.of(tier.name(), entry)))
            .sorted(Comparator.comparingLong(Shown::hitCount).reversed())
            .limit(MOST_SHOWN)
            .toList();
    return new Overview(
        settings.enabled(),
        total,
        hits,
        total == 0 ? 0 : Math.round(10.0 * hits / total) / 10.0,
        figures.lookups(),
        share(hits),
        List.of(
            tier("exact", CacheVerdict.HIT),
            tier("semantic", CacheVerdict.SEMANTIC_HIT),
            tier("shared", CacheVerdict.SHARED)),
        top,
        verdicts.counts(),
        verdicts.last());
  }

  private Tier tier(String name, CacheVerdict verdict) {
    Long entries =
        tiers.stream()
            .filter(tier -> tier.name().equals(name))
            .map(CacheTier::size)
            .findFirst()
            .orElse(null);
    long hits = figures.of(verdict);
    return new Tier(name, entries, hits, share(hits));
  }

  private double share(long hits) {
    long lookups = figures.lookups();
    return lookups == 0 ? 0 : Math.round(10_000.0 * hits / lookups) / 10_000.0;
  }

  /** Forgets the entry of this id, or everything when none is named. */
  public Changed remove(@Header("id") @Nullable String id) {
    if (id == null || id.isEmpty()) {
      tiers.forEach(CacheTier::clear);
      return new Changed(true, null);
    }
    return changed(id, tiers.stream().filter(tier -> tier.remove(id)).count());
  }

  /** Takes an answer out of use; its request is not remembered again for a while. */
  public Changed dispute(@Header("id") String id) {
    return changed(id, tiers.stream().filter(tier -> tier.dispute(id)).count());
  }

  private static Changed changed(String id, long found) {
    if (found == 0) {
      throw new NotFound("No answer is remembered under this id.", "id", "not_found");
    }
    return new Changed(true, id);
  }
}
