package sml.gateway.cache.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.cache.exact.CacheTestKit.CANDIDATE;
import static sml.gateway.cache.exact.CacheTestKit.MODEL;
import static sml.gateway.cache.exact.CacheTestKit.NOW;
import static sml.gateway.cache.exact.CacheTestKit.QUESTION;
import static sml.gateway.cache.exact.CacheTestKit.SETTINGS;
import static sml.gateway.cache.exact.CacheTestKit.budget;
import static sml.gateway.cache.exact.CacheTestKit.key;
import static sml.gateway.cache.exact.CacheTestKit.request;
import static sml.gateway.cache.exact.CacheTestKit.whole;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ModelFoundBad;
import sml.gateway.cluster.TestReplica;

/** Which answers are remembered, and which are served no more. */
class AnswerRecorderTest {
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final ExactCache cache =
      new ExactCache(
          new RequestKeys(SETTINGS),
          new LocalAnswers(SETTINGS, clock),
          new Invalidations(TestReplica.alone(), SETTINGS, clock),
          SETTINGS,
          clock);
  private final AnswerRecorder recorder =
      new AnswerRecorder(cache, (candidate, chunks) -> null, event -> {}, SETTINGS, clock);

  @AfterEach
  void end() {
    recorder.destroy();
  }

  private @Nullable CachedAnswer recorded(Answer.Whole answer) throws InterruptedException {
    var done = new CountDownLatch(1);
    recorder.record(request(QUESTION), key(1), answer, done::countDown);
    done.await();
    return cache.find(key(1), budget()).found();
  }

  private static Answer.Whole changed(String there, String other) {
    Answer.Whole answer = whole("A pet.", "stop");
    String json = new String(answer.json(), StandardCharsets.UTF_8);
    assertThat(json).contains(there);
    return new Answer.Whole(
        CANDIDATE,
        json.replace(there, other).getBytes(StandardCharsets.UTF_8),
        null,
        answer.text(),
        answer.finishReason());
  }

  @Test
  void aCompleteAnswerIsRemembered() throws Exception {
    CachedAnswer found = Objects.requireNonNull(recorded(whole("A pet.", "stop")));

    assertThat(found.text()).isEqualTo("A pet.");
    assertThat(found.model()).isEqualTo(MODEL);
    assertThat(found.query()).isEqualTo("What is a cat?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"length", "content_filter", "tool_calls", "error"})
  void anAnswerThatDidNotEndByItselfIsNotRemembered(String finish) throws Exception {
    assertThat(recorded(whole("A pet.", finish))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "\"role\":|\"tool_calls\":[{\"id\":\"a\"}],\"role\":",
        "\"role\":|\"function_call\":{\"name\":\"a\"},\"role\":",
        "\"role\":|\"refusal\":\"I cannot help.\",\"role\":",
        "\"index\":0|\"index\":0,\"error\":{\"message\":\"no\"}",
        "\"created\":1|\"created\":1,\"error\":{\"message\":\"no\"}",
        "\"choices\":[|\"choices\":[{\"index\":1},",
      })
  void anAnswerWithMoreThanTextIsNotRemembered(String there, String other) throws Exception {
    assertThat(recorded(changed(there, other))).isNull();
  }

  @Test
  void anAnswerWithoutTextIsNotRemembered() throws Exception {
    assertThat(recorded(whole(" ", "stop"))).isNull();
  }

  @Test
  void aLargeAnswerIsNotRemembered() throws Exception {
    assertThat(recorded(whole("long ".repeat(60_000), "stop"))).isNull();
  }

  @Test
  void anAnswerOfAModelThatWasFoundBadIsServedNoMore() throws Exception {
    assertThat(recorded(whole("A pet.", "stop"))).isNotNull();

    cache.on(new ModelFoundBad(MODEL, "it failed an exam"));

    assertThat(cache.find(key(1), budget()).found()).isNull();
    assertThat(cache.top(10)).isEmpty();
  }

  @Test
  void aDisputedAnswerIsServedNoMoreAndItsRequestIsNotRememberedAgain() throws Exception {
    assertThat(recorded(whole("A pet.", "stop"))).isNotNull();

    assertThat(cache.dispute(key(1).hash())).isTrue();

    assertThat(cache.dispute(key(1).hash())).isFalse();
    assertThat(recorded(whole("A fish.", "stop"))).isNull();
  }

  @Test
  void oneEntryOrAllAreForgotten() throws Exception {
    assertThat(recorded(whole("A pet.", "stop"))).isNotNull();
    assertThat(cache.remove(key(2).hash())).isFalse();
    assertThat(cache.remove("x")).isFalse();
    assertThat(cache.remove(key(1).hash())).isTrue();
    assertThat(cache.find(key(1), budget()).found()).isNull();

    cache.remember(key(3), CacheTestKit.remembered(key(3), "b", NOW.plusMillis(1)));
    assertThat(cache.find(key(3), budget()).found()).isNotNull();
    cache.clear();
    cache.remember(key(4), CacheTestKit.remembered(key(4), "b", NOW.minusMillis(1)));
    assertThat(cache.find(key(4), budget()).found()).isNull();
  }
}
