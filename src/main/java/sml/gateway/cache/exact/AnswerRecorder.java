package sml.gateway.cache.exact;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import sml.gateway.cache.AnswerConverter;
import sml.gateway.cache.AnswerRemembered;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.json.RawObject;

/**
 * Remembers answers on a thread of its own. Only what is complete: one choice that the model ended
 * by itself, with text, without a tool call or a refusal. When too much is waiting, an answer is
 * not remembered.
 */
@Component
final class AnswerRecorder implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerRecorder.class);
  private static final int MOST_WAITING = 256;
  private static final int LONGEST_QUERY = 200;
  private static final String COMPLETE = "stop";

  private final ExactCache cache;
  private final AnswerConverter converter;
  private final ApplicationEventPublisher events;
  private final CacheSettings settings;
  private final Clock clock;
  private final ThreadPoolExecutor thread;

  AnswerRecorder(
      ExactCache cache,
      AnswerConverter converter,
      ApplicationEventPublisher events,
      CacheSettings settings,
      Clock clock) {
    this.cache = cache;
    this.converter = converter;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("answer-cache").daemon().factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /** Remembers a whole answer, then runs {@code done} in any case. */
  void record(ChatRequest request, CacheKey key, Answer.Whole whole, Runnable done) {
    submit(() -> remember(request, key, whole), done);
  }

  /** Remembers the answer of a stream that came to its end, then runs {@code done} in any case. */
  void record(
      ChatRequest request, CacheKey key, Candidate candidate, List<Chunk> chunks, Runnable done) {
    submit(
        () -> {
          Answer.Whole whole = isPlain(chunks) ? converter.whole(candidate, chunks) : null;
          return whole == null ? null : remember(request, key, whole);
        },
        done);
  }

  private void submit(Supplier<@Nullable AnswerRemembered> remembering, Runnable done) {
    try {
      thread.execute(
          () -> {
            AnswerRemembered remembered = null;
            try {
              remembered = remembering.get();
            } catch (RuntimeException strange) {
              LOG.warn("event=answer_not_remembered cause={}", strange.toString());
            } finally {
              // before the listeners: equal requests wait for this
              done.run();
            }
            if (remembered != null) {
              publish(remembered);
            }
          });
    } catch (RejectedExecutionException tooMany) {
      done.run();
    }
  }

  private void publish(AnswerRemembered remembered) {
    try {
      events.publishEvent(remembered);
    } catch (RuntimeException strange) {
      LOG.warn("event=answer_not_compared cause={}", strange.toString());
    }
  }

  private static boolean isPlain(List<Chunk> chunks) {
    return chunks.stream().noneMatch(Chunk::toolCall)
        && chunks.stream().map(Chunk::finishReason).anyMatch(COMPLETE::equals);
  }

  /** Null when it is not remembered. */
  private @Nullable AnswerRemembered remember(
      ChatRequest request, CacheKey key, Answer.Whole whole) {
    if (!isComplete(whole)) {
      return null;
    }
    var answer =
        new CachedAnswer(
            key.hash(),
            whole.candidate().ref(),
            whole.json(),
            whole.usage(),
            whole.text(),
            COMPLETE,
            query(request),
            clock.instant());
    return cache.remember(key, answer) ? new AnswerRemembered(request, key, answer) : null;
  }

  private boolean isComplete(Answer.Whole whole) {
    if (!COMPLETE.equals(whole.finishReason())
        || whole.text().isBlank()
        || whole.json().length > settings.largestAnswer().toBytes()) {
      return false;
    }
    try {
      RawObject json = RawObject.parse(whole.json());
      JsonNode choices = json.node("choices");
      return json.missing("error")
          && choices != null
          && choices.size() == 1
          && isPlain(choices.path(0));
    } catch (IOException parsedBefore) {
      return false;
    }
  }

  private static boolean isPlain(JsonNode choice) {
    JsonNode message = choice.path("message");
    return isEmpty(message.path("tool_calls"))
        && isEmpty(message.path("function_call"))
        && message.path("refusal").asText("").isEmpty()
        && isEmpty(choice.path("error"));
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isMissingNode() || value.isNull() || value.isEmpty();
  }

  private static String query(ChatRequest request) {
    String text = Objects.requireNonNullElse(request.lastUserText(), "");
    return text.length() <= LONGEST_QUERY ? text : text.substring(0, LONGEST_QUERY);
  }

  @Override
  public void destroy() {
    thread.shutdownNow();
  }
}
