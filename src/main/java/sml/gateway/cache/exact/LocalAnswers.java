package sml.gateway.cache.exact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.CacheTier.Entry;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.cache.LookupBudget;

/** Answers in the memory of this process. */
final class LocalAnswers implements AnswerMemory {
  /** What an entry takes beside its texts. */
  private static final int OVERHEAD = 512;

  private final Cache<CacheKey, Used> answers;
  private final Duration ttl;
  private final Clock clock;

  /** A remembered answer and its use. */
  private record Used(CachedAnswer answer, AtomicLong hits, AtomicLong lastMs) {
    Entry entry() {
      return new Entry(answer, null, hits.get(), Instant.ofEpochMilli(lastMs.get()));
    }
  }

  LocalAnswers(CacheSettings settings, Clock clock) {
    this.clock = clock;
    this.ttl = settings.ttl();
    // an entry weighs at least its share, so that their number is bounded by the same limit
    long memory = settings.memory().toBytes();
    int least = (int) Math.clamp(memory / settings.entries(), 1, Integer.MAX_VALUE);
    Ticker ticker = () -> Duration.ofMillis(clock.millis()).toNanos();
    answers =
        Caffeine.newBuilder()
            .maximumWeight(memory)
            .weigher((CacheKey key, Used used) -> Math.max(least, size(used.answer)))
            .expireAfterWrite(ttl)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  private static int size(CachedAnswer answer) {
    long size =
        OVERHEAD + answer.json().length + 2L * (answer.text().length() + answer.query().length());
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  @Override
  public @Nullable CachedAnswer get(CacheKey key, LookupBudget budget) {
    Used used = answers.getIfPresent(key);
    if (used == null || !clock.instant().isBefore(used.answer.storedAt().plus(ttl))) {
      return null;
    }
    used.hits.incrementAndGet();
    used.lastMs.set(clock.millis());
    return used.answer;
  }

  @Override
  public void put(CacheKey key, CachedAnswer answer) {
    answers.put(key, new Used(answer, new AtomicLong(), new AtomicLong(clock.millis())));
  }

  @Override
  public void remove(CacheKey key) {
    answers.invalidate(key);
  }

  @Override
  public void clear() {
    answers.invalidateAll();
  }

  @Override
  public long size() {
    answers.cleanUp();
    return answers.estimatedSize();
  }

  @Override
  public List<Entry> top(int most) {
    return answers.asMap().values().stream()
        .map(Used::entry)
        .sorted(
            Comparator.comparingLong(Entry::hits)
                .reversed()
                .thenComparing(Entry::lastUsedAt, Comparator.reverseOrder()))
        .limit(most)
        .toList();
  }
}
