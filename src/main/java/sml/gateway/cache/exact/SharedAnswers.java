package sml.gateway.cache.exact;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheTier;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.cache.LookupBudget;
import sml.gateway.cluster.SharedValues;

/** Answers that all replicas share; what this replica has seen is in its own memory, too. */
final class SharedAnswers implements AnswerMemory {
  private static final String PREFIX = "answer:";

  private final AnswerMemory local;
  private final SharedValues shared;
  private final Duration ttl;

  SharedAnswers(AnswerMemory local, SharedValues shared, Duration ttl) {
    this.local = local;
    this.shared = shared;
    this.ttl = ttl;
  }

  @Override
  public @Nullable CachedAnswer get(CacheKey key, LookupBudget budget) {
    CachedAnswer near = local.get(key, budget);
    if (near != null) {
      return near;
    }
    String text = shared.get(PREFIX + key.hash(), budget.left());
    CachedAnswer far = text == null ? null : CachedAnswerText.read(key, text);
    if (far != null) {
      local.put(key, far);
      return local.get(key, budget);
    }
    return null;
  }

  @Override
  public void put(CacheKey key, CachedAnswer answer) {
    local.put(key, answer);
    shared.put(PREFIX + key.hash(), CachedAnswerText.write(answer), ttl);
  }

  @Override
  public void remove(CacheKey key) {
    local.remove(key);
    shared.remove(PREFIX + key.hash());
  }

  @Override
  public void clear() {
    local.clear();
  }

  @Override
  public long size() {
    return local.size();
  }

  @Override
  public List<CacheTier.Entry> top(int most) {
    return local.top(most);
  }
}
