package sml.gateway.cache;

import org.jspecify.annotations.Nullable;
import sml.gateway.chat.CacheVerdict;

/**
 * What the caches have for a request that may be answered from them; the variable {@code lookup} of
 * the chat route, which is null for any other request.
 *
 * @param found the remembered answer, null on a miss
 * @param budget how long the look-ups may still wait
 */
public record CacheLookup(
    CacheKey key, CacheVerdict verdict, @Nullable CachedAnswer found, LookupBudget budget) {

  /** Nothing is remembered. */
  public static CacheLookup miss(CacheKey key, LookupBudget budget) {
    return new CacheLookup(key, CacheVerdict.MISS, null, budget);
  }

  /** The same lookup with the answer that was found. */
  public CacheLookup hit(CacheVerdict verdict, CachedAnswer answer) {
    return new CacheLookup(key, verdict, answer, budget);
  }

  /** The same lookup of a request that gets the answer of an equal one under way. */
  public CacheLookup shared() {
    return new CacheLookup(key, CacheVerdict.SHARED, null, budget);
  }
}
