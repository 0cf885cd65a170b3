package sml.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import sml.gateway.cache.AnswerRemembered;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheLookup;
import sml.gateway.cache.LookupBudget;
import sml.gateway.cache.embedding.Embedder;
import sml.gateway.cache.embedding.Embedding;
import sml.gateway.cache.semantic.guard.Guard;
import sml.gateway.cache.semantic.guard.QuestionReader;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.ChatRequest;
import sml.gateway.modelhealth.HandClock;

class SemanticCacheTest {
  private final HandClock clock = new HandClock();
  private final SemanticSettings settings = SampleQuestions.SETTINGS;
  private final QuestionReader reader = new QuestionReader();
  private final ScriptedEmbedder embedder = new ScriptedEmbedder();
  private String takenBack = "";
  private final VerdictLog verdicts = new VerdictLog(settings, new SimpleMeterRegistry());
  private final SemanticEntries entries =
      new SemanticEntries(
          settings,
          new EntryTable(settings.entries(), Duration.ofHours(1), clock),
          SampleQuestions.vectors(new PGSimpleDataSource(), clock),
          new SemanticRows(settings),
          clock);
  private final SemanticCache cache =
      new SemanticCache(
          settings,
          SampleQuestions.CACHES,
          SampleQuestions.KEYS,
          reader,
          new Guard(reader),
          embedder,
          entries,
          SearchThreads.of(Runnable::run, Runnable::run),
          answer -> !answer.text().equals(takenBack),
          verdicts,
          clock);

  /** Texts without a vector of their own are not known. */
  private static final class ScriptedEmbedder implements Embedder {
    private final Map<String, float[]> vectors = new HashMap<>();

    void give(String text, float first, float second) {
      vectors.put(text, new float[] {first, second});
    }

    @Override
    public String model() {
      return "scripted";
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public double unknownShare(String text) {
      return vectors.containsKey(text) ? 0 : 1;
    }

    @Override
    public Embedding embed(String text) throws IOException {
      var vector = vectors.get(text);
      if (vector == null) {
        throw new IOException("not scripted");
      }
      return Embedding.of(vector);
    }
  }

  private void remember(ChatRequest request, String answer) {
    var key = new CacheKey("id of " + answer);
    cache.on(
        new AnswerRemembered(
            request, key, SampleQuestions.answer(key.hash(), answer, clock.instant())));
  }

  private CacheLookup ask(ChatRequest request) throws IOException {
    var lookup = miss();
    var meaning = cache.read(request, lookup);
    if (meaning == null) {
      return lookup;
    }
    if (cache.wantsVector(meaning, lookup)) {
      meaning = cache.embed(meaning, lookup);
    }
    return cache.guard(cache.nearest(meaning, lookup), lookup);
  }

  private CacheLookup miss() {
    return CacheLookup.miss(
        new CacheKey("asked"), new LookupBudget(SampleQuestions.CACHES.timeBudget(), clock));
  }

  private @Nullable String answered(String question) throws IOException {
    var found = ask(SampleQuestions.request(question)).found();
    return found == null ? null : found.text();
  }

  @Test
  void aQuestionInOtherSmallWordsGetsTheAnswerWithoutAVector() throws IOException {
    remember(SampleQuestions.request("How do I boil an egg?"), "Ten minutes.");
    remember(SampleQuestions.request("แมวกินอะไรได้บ้าง"), "ปลา");
    assertThat(answered("Could you please tell me how to boil an egg?")).isEqualTo("Ten minutes.");
    assertThat(answered("แมวกินอะไรได้บ้างครับ")).isEqualTo("ปลา");
    assertThat(ask(SampleQuestions.request("How can I boil an egg?")).verdict())
        .isEqualTo(CacheVerdict.SEMANTIC_HIT);
    assertThat(verdicts.last().getFirst().tier()).isEqualTo("lexical");
  }

  @Test
  void anotherSystemPromptIsAnotherPartition() throws IOException {
    remember(SampleQuestions.request("Speak as a pirate.", "How do I boil an egg?"), "Arr.");
    assertThat(answered("How can I boil an egg?")).isNull();
  }

  @Test
  void aNearMeaningHelpsWordsOfWeakLikenessOnly() throws IOException {
    embedder.give("How do I cook rice?", 1, 0);
    embedder.give("How do I prepare rice?", 1, 0.1f);
    embedder.give("How do I not cook rice?", 1, 0.01f);
    remember(SampleQuestions.request("How do I cook rice?"), "In water.");
    assertThat(answered("How do I prepare rice?")).isEqualTo("In water.");
    assertThat(answered("How do I not cook rice?")).isNull();
    var refused = verdicts.last().getFirst();
    assertThat(refused.reason()).isEqualTo("negation");
    assertThat(refused.nearest()).isEqualTo("How do I cook rice?");
    assertThat(refused.similarity()).isGreaterThan(0.99);
  }

  @Test
  void aRefusalMakesTheEntryDemandMore() throws IOException {
    embedder.give("How do I cook rice?", 1, 0);
    embedder.give("How do I prepare rice?", 1, 0.4f);
    embedder.give("How do I not cook rice?", 1, 0.01f);
    remember(SampleQuestions.request("How do I cook rice?"), "In water.");
    assertThat(answered("How do I prepare rice?")).isEqualTo("In water.");
    assertThat(answered("How do I not cook rice?")).isNull();
    assertThat(answered("How do I prepare rice?")).isNull();
    assertThat(verdicts.last().getFirst().reason()).isEqualTo("below_threshold");
  }

  @Test
  void aDisputedAnswerIsGoneAndItsQuestionIsServedNoMore() throws IOException {
    remember(SampleQuestions.request("How do I boil an egg?"), "Never.");
    assertThat(answered("How can I boil an egg?")).isEqualTo("Never.");
    assertThat(entries.dispute("id of Never.")).isTrue();
    assertThat(answered("How can I boil an egg?")).isNull();
    remember(SampleQuestions.request("How do I boil an egg?"), "Ten minutes.");
    assertThat(answered("How can I boil an egg?")).isNull();
  }

  @Test
  void anAnswerThatWasTakenBackElsewhereIsForgotten() throws IOException {
    remember(SampleQuestions.request("How do I boil an egg?"), "Never.");
    takenBack = "Never.";
    assertThat(answered("How can I boil an egg?")).isNull();
    assertThat(entries.size()).isZero();
  }

  @Test
  void anAnswerThatWasTakenBackBeforeItsTurnIsNotRemembered() {
    takenBack = "Never.";
    remember(SampleQuestions.request("How do I boil an egg?"), "Never.");
    assertThat(entries.size()).isZero();
  }

  @Test
  void anOldAnswerIsForgotten() throws IOException {
    remember(SampleQuestions.request("How do I boil an egg?"), "Ten minutes.");
    clock.pass(Duration.ofHours(2));
    assertThat(answered("How can I boil an egg?")).isNull();
  }

  @Test
  void whatWasFoundAlreadyIsNotLookedForAgain() {
    remember(SampleQuestions.request("How do I boil an egg?"), "Ten minutes.");
    var found = miss().hit(CacheVerdict.HIT, SampleQuestions.answer("1", "So.", clock.instant()));
    assertThat(cache.read(SampleQuestions.request("How can I boil an egg?"), found)).isNull();
  }

  @Test
  void questionsThatCannotBeComparedAreCounted() throws IOException {
    remember(SampleQuestions.request("How do I boil an egg?"), "Ten minutes.");
    assertThat(answered("What is the weather in Paris today?")).isNull();
    assertThat(Objects.requireNonNull(verdicts.counts().get("time_dependent"))).isEqualTo(1);
  }

  @Test
  void anEmbedderIsNotAskedWhenOtherLookupsHaveUsedUpTheTime() throws IOException {
    embedder.give("How do I cook rice?", 1, 0);
    embedder.give("How do I prepare rice?", 1, 0.1f);
    remember(SampleQuestions.request("How do I cook rice?"), "Boil it.");
    var request = SampleQuestions.request("How do I prepare rice?");
    var lookup = miss();
    var meaning = Objects.requireNonNull(cache.read(request, lookup));
    assertThat(cache.wantsVector(meaning, lookup)).isTrue();
    clock.pass(Duration.ofMillis(21));
    assertThat(cache.wantsVector(meaning, lookup)).isFalse();
    clock.pass(Duration.ofSeconds(1));
    assertThat(lookup.budget().left()).isZero();
    assertThat(cache.wantsVector(meaning, lookup)).isFalse();
  }
}
