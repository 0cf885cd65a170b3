package sml.gateway.cache.exact;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheTier;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.cache.LookupBudget;

/** Where answers are remembered by their key. A store that is away or slow remembers nothing. */
interface AnswerMemory {

  /** The answer of a key; a store elsewhere is waited for as long as the budget allows. */
  @Nullable CachedAnswer get(CacheKey key, LookupBudget budget);

  void put(CacheKey key, CachedAnswer answer);

  void remove(CacheKey key);

  /** Forgets all answers of this process. */
  void clear();

  /** How many answers this process remembers. */
  long size();

  /** The answers of this process that were asked for most often. */
  List<CacheTier.Entry> top(int most);
}
