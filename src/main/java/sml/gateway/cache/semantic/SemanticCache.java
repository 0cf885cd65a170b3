package sml.gateway.cache.semantic;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.cache.AnswerRemembered;
import sml.gateway.cache.CacheLookup;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.ExactKeys;
import sml.gateway.cache.LastVerdicts.Verdict;
import sml.gateway.cache.ServableAnswers;
import sml.gateway.cache.embedding.Embedder;
import sml.gateway.cache.embedding.Embedding;
import sml.gateway.cache.semantic.guard.Guard;
import sml.gateway.cache.semantic.guard.QuestionReader;
import sml.gateway.cache.semantic.guard.Reason;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.ChatRequest;

/** The steps of the chat route that look for a question that means the same. */
@Component("semanticCache")
final class SemanticCache {
  private static final Logger LOG = LoggerFactory.getLogger(SemanticCache.class);
  private static final int SHOWN = 120;
  private static final int RECENT = 256;

  private final SemanticSettings settings;
  private final CacheSettings caches;
  private final ExactKeys keys;
  private final QuestionReader reader;
  private final Guard guard;
  private final Embedder embedder;
  private final SemanticEntries entries;
  private final SearchThreads threads;
  private final ServableAnswers servable;
  private final VerdictLog verdicts;
  private final Clock clock;

  /** A question that was not found is embedded once, not again when its answer is remembered. */
  private final Cache<String, Embedding> recent = Caffeine.newBuilder().maximumSize(RECENT).build();

  SemanticCache(
      SemanticSettings settings,
      CacheSettings caches,
      ExactKeys keys,
      QuestionReader reader,
      Guard guard,
      Embedder questionEmbedder,
      SemanticEntries entries,
      SearchThreads threads,
      ServableAnswers servable,
      VerdictLog verdicts,
      Clock clock) {
    this.settings = settings;
    this.caches = caches;
    this.keys = keys;
    this.reader = reader;
    this.guard = guard;
    this.embedder = questionEmbedder;
    this.entries = entries;
    this.threads = threads;
    this.servable = servable;
    this.verdicts = verdicts;
    this.clock = clock;
  }

  /** Begins a search; null when the request cannot be answered so. */
  public @Nullable SemanticLookup read(
      @Variable("request") ChatRequest request, @Variable("lookup") CacheLookup lookup) {
    if (!settings.enabled() || lookup.found() != null || entries.isEmpty()) {
      return null;
    }
    var asked = LastQuestion.of(request, keys, QuestionReader.MOST_CHARACTERS);
    if (asked == null) {
      return null;
    }
    var question = reader.read(asked.text());
    if (!question.isComparable()) {
      verdicts.count(question.refusal());
      return null;
    }
    var same = entries.sameWords(asked, question);
    return new SemanticLookup(
        asked, question, same != null && mayBeServed(same) ? same : null, null, null);
  }

  /** Whether the question has to be embedded, and can be now. */
  public boolean wantsVector(
      @Variable("meaning") @Nullable SemanticLookup meaning,
      @Variable("lookup") CacheLookup lookup) {
    if (meaning == null
        || meaning.sameWords() != null
        || isLate(lookup)
        || !entries.has(meaning.asked().partition())
        || !embedder.isReady()) {
      return false;
    }
    boolean known = knows(meaning.asked().text());
    if (!known) {
      verdicts.count(Reason.UNKNOWN_WORDS);
    }
    return known;
  }

  /** An embedder that gets little time would fail for the fault of others. */
  private boolean isLate(CacheLookup lookup) {
    return lookup.budget().left().multipliedBy(2).compareTo(caches.timeBudget()) < 0;
  }

  private boolean knows(String text) {
    return embedder.unknownShare(text) <= settings.unknownWords();
  }

  /** Embeds the question in the time that is left. */
  public SemanticLookup embed(
      @Variable("meaning") SemanticLookup meaning, @Variable("lookup") CacheLookup lookup)
      throws IOException {
    String text = meaning.asked().text();
    Embedding known = recent.getIfPresent(text);
    return meaning.with(
        known == null ? threads.within(lookup.budget().left(), () -> embedded(text)) : known);
  }

  private Embedding embedded(String text) throws IOException {
    Embedding made = recent.getIfPresent(text);
    if (made == null) {
      made = embedder.embed(text);
      recent.put(text, made);
    }
    return made;
  }

  /** The search goes on with words alone. */
  public SemanticLookup withoutVector(@Variable("meaning") SemanticLookup meaning) {
    return meaning;
  }

  /** Finds the entry whose vector is nearest, in the time that is left where it is stored. */
  public SemanticLookup nearest(
      @Variable("meaning") SemanticLookup meaning, @Variable("lookup") CacheLookup lookup)
      throws IOException {
    var embedding = meaning.embedding();
    if (embedding == null) {
      return meaning;
    }
    String partition = meaning.asked().partition();
    String model = embedder.model();
    float[] vector = embedding.vector();
    Optional<Neighbour> stored =
        entries.isIndexed(model, vector.length)
            ? threads.within(
                lookup.budget().left(),
                () -> Optional.ofNullable(entries.nearestStored(partition, model, vector)))
            : Optional.empty();
    var found = stored.isPresent() ? stored.get() : entries.nearest(partition, model, vector);
    return found != null && mayBeServed(found.entry()) ? meaning.with(found) : meaning;
  }

  /** An answer that was taken back is forgotten here as well. */
  private boolean mayBeServed(SemanticEntry entry) {
    boolean allowed = servable.allows(entry.answer());
    if (!allowed) {
      entries.remove(entry.id());
    }
    return allowed;
  }

  /** Decides; the lookup with the answer of the entry that was found, else as it was. */
  public CacheLookup guard(
      @Variable("meaning") SemanticLookup meaning, @Variable("lookup") CacheLookup lookup) {
    var same = meaning.sameWords();
    if (same != null) {
      boolean allowed = same.threshold().allows(1, settings.errorBound());
      return decide(meaning, same, null, allowed ? Reason.SAME : Reason.BELOW_THRESHOLD, lookup);
    }
    var near = meaning.nearest();
    if (near == null) {
      return lookup;
    }
    var reason = compare(meaning, near);
    if (reason != Reason.BELOW_THRESHOLD && !reason.isServed()) {
      entries.refusedAt(near);
    }
    return decide(meaning, near.entry(), near.similarity(), reason, lookup);
  }

  private Reason compare(SemanticLookup meaning, Neighbour near) {
    if (!near.entry().threshold().allows(near.similarity(), settings.errorBound())) {
      return Reason.BELOW_THRESHOLD;
    }
    return guard.compare(meaning.question(), near.entry().question(), true);
  }

  private CacheLookup decide(
      SemanticLookup meaning,
      SemanticEntry entry,
      @Nullable Double similarity,
      Reason reason,
      CacheLookup lookup) {
    verdicts.add(
        reason,
        new Verdict(
            clock.instant(),
            reason.isServed(),
            VerdictLog.name(reason),
            similarity == null ? "lexical" : "vector",
            shortened(meaning.asked().text()),
            shortened(entry.asked().text()),
            entry.id(),
            similarity,
            entry.threshold().cosine()));
    if (!reason.isServed()) {
      return lookup;
    }
    entries.served(entry.id());
    return lookup.hit(CacheVerdict.SEMANTIC_HIT, entry.answer());
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /** Remembers an answer that was remembered for equal requests. */
  @EventListener
  void on(AnswerRemembered remembered) {
    if (settings.enabled()) {
      threads.later(() -> remember(remembered));
    }
  }

  private void remember(AnswerRemembered remembered) {
    var asked = LastQuestion.of(remembered.request(), keys, QuestionReader.MOST_CHARACTERS);
    var question = asked == null ? null : reader.read(asked.text());
    if (asked != null && question != null && question.isComparable()) {
      var embedding = embedding(asked.text());
      // it may have been taken back while it waited for its turn
      if (!servable.allows(remembered.answer())) {
        return;
      }
      entries.remember(
          new SemanticEntry(
              asked,
              question,
              embedding == null ? "" : embedder.model(),
              embedding == null ? null : embedding.vector(),
              remembered.answer(),
              LearnedThreshold.of(settings.threshold()),
              0,
              clock.instant()));
    }
  }

  /** Null when there is none now, or it would say little. */
  private @Nullable Embedding embedding(String text) {
    if (!embedder.isReady() || !knows(text)) {
      return null;
    }
    try {
      return embedded(text);
    } catch (IOException without) {
      LOG.debug("An answer is remembered without a vector", without);
      return null;
    }
  }
}
