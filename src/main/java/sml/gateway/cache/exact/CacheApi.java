package sml.gateway.cache.exact;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.CacheTier;
import sml.gateway.cache.LastVerdicts;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.GatewayException.NotFound;

/**
 * {@code GET /api/semantic-cache}: what the caches of this process hold and how often they were of
 * use; {@code DELETE} forgets an entry, a partition or everything, {@code POST …/{id}/dispute}
 * takes an answer that was wrong out of use.
 */
@Component("cacheApi")
final class CacheApi {
  private static final int MOST_SHOWN = 20;

  private final List<CacheTier> tiers;
  private final CacheFigures figures;
  private final CacheSettings settings;
  private final LastVerdicts verdicts;

  /** Also of what one tier has forgotten by itself: other replicas may have it. */
  private final Invalidations invalidations;

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

  /**
   * An entry; {@code model} is the provider's id of the model.
   *
   * @param partition equal for entries that differ in their last question only; null of those that
   *     are found by equal requests alone
   */
  record Shown(
      String id,
      String tier,
      @Nullable String partition,
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
          entry.partition(),
          answer.query(),
          answer.model().provider(),
          answer.model().model(),
          entry.hits(),
          answer.storedAt(),
          entry.lastUsedAt());
    }
  }

  /**
   * The answer to a change.
   *
   * @param removed how many questions are forgotten, null where that was not counted
   */
  record Changed(
      boolean ok, @Nullable String id, @JsonInclude(NON_NULL) @Nullable Integer removed) {
    Changed(@Nullable String id) {
      this(true, id, null);
    }
  }

  CacheApi(
      List<CacheTier> tiers,
      CacheFigures figures,
      CacheSettings settings,
      LastVerdicts semanticVerdicts,
      Invalidations invalidations) {
    this.invalidations = invalidations;
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

  /** Forgets the entry of this id, else a partition, else everything. */
  public Changed remove(
      @Header("id") @Nullable String id, @Header("partition") @Nullable String partition) {
    if (id != null && !id.isEmpty()) {
      Changed changed = changed(id, tiers.stream().filter(tier -> tier.remove(id)).count());
      invalidations.of(new CacheKey(id));
      return changed;
    }
    if (partition != null) {
      return removePartition(partition);
    }
    tiers.forEach(CacheTier::clear);
    return new Changed(null);
  }

  /** What the entries are called is what all tiers call them. */
  private Changed removePartition(String partition) {
    Set<String> ids =
        tiers.stream()
            .flatMap(tier -> tier.removePartition(partition).stream())
            .collect(Collectors.toSet());
    if (ids.isEmpty()) {
      throw new NotFound("No answer is remembered in this partition.", "partition", "not_found");
    }
    ids.forEach(
        id -> {
          tiers.forEach(tier -> tier.remove(id));
          invalidations.of(new CacheKey(id));
        });
    return new Changed(true, null, ids.size());
  }

  /** Takes an answer out of use; its request is not remembered again for a while. */
  public Changed dispute(@Header("id") String id) {
    Changed changed = changed(id, tiers.stream().filter(tier -> tier.dispute(id)).count());
    invalidations.dispute(new CacheKey(id));
    return changed;
  }

  private static Changed changed(String id, long found) {
    if (found == 0) {
      throw new NotFound("No answer is remembered under this id.", "id", "not_found");
    }
    return new Changed(id);
  }
}
