package sml.gateway.cache.exact;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheLookup;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.CacheTier;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.cache.LookupBudget;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelFoundBad;

/** Remembers the answers to equal requests. */
@Component("exactCache")
final class ExactCache implements CacheTier {
  private static final int HASH_DIGITS = 64;

  private final RequestKeys keys;
  private final AnswerMemory answers;
  private final Invalidations invalidations;
  private final CacheSettings settings;
  private final Clock clock;

  ExactCache(
      RequestKeys keys,
      AnswerMemory answers,
      Invalidations invalidations,
      CacheSettings settings,
      Clock clock) {
    this.keys = keys;
    this.answers = answers;
    this.invalidations = invalidations;
    this.settings = settings;
    this.clock = clock;
  }

  /** What is remembered for this request; null when it cannot be answered from a cache. */
  public @Nullable CacheLookup find(@Variable("request") ChatRequest request) {
    CacheKey key = keys.of(request);
    return key == null ? null : find(key, new LookupBudget(settings.timeBudget(), clock));
  }

  /** What is remembered for this key. */
  CacheLookup find(CacheKey key, LookupBudget budget) {
    CachedAnswer answer = answers.get(key, budget);
    CacheLookup miss = CacheLookup.miss(key, budget);
    return answer != null && invalidations.allows(key, answer)
        ? miss.hit(CacheVerdict.HIT, answer)
        : miss;
  }

  /** Remembers an answer; false when none may be remembered for its key at the moment. */
  boolean remember(CacheKey key, CachedAnswer answer) {
    if (!invalidations.allows(key, answer)) {
      return false;
    }
    answers.put(key, answer);
    return true;
  }

  /** Forgets what a model has answered that turned out to be bad. */
  @EventListener
  void on(ModelFoundBad found) {
    invalidations.of(found.ref());
  }

  @Override
  public String name() {
    return "exact";
  }

  @Override
  public long size() {
    return answers.size();
  }

  @Override
  public List<Entry> top(int most) {
    return answers.top(Integer.MAX_VALUE).stream()
        .filter(entry -> invalidations.allows(new CacheKey(entry.answer().id()), entry.answer()))
        .limit(most)
        .toList();
  }

  @Override
  public boolean remove(String id) {
    return isThere(id, invalidations::of);
  }

  @Override
  public boolean dispute(String id) {
    return isThere(id, invalidations::dispute);
  }

  private boolean isThere(String id, Consumer<CacheKey> then) {
    if (id.length() != HASH_DIGITS) {
      return false;
    }
    CacheKey key = new CacheKey(id);
    boolean found = find(key, new LookupBudget(settings.timeBudget(), clock)).found() != null;
    if (found) {
      // the mark first: another replica may still have it
      then.accept(key);
      answers.remove(key);
    }
    return found;
  }

  @Override
  public void clear() {
    // the mark first: another replica may still have them
    invalidations.all();
    answers.clear();
  }
}
