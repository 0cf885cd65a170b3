package sml.gateway.reply;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.RequestFinished;
import sml.gateway.chat.Usage;
import sml.gateway.network.HttpCall;

/** Reports to the other rooms how a request ended. */
@Component
final class RequestReport {
  private final ApplicationEventPublisher events;

  RequestReport(ApplicationEventPublisher events) {
    this.events = events;
  }

  void answered(
      ChatRequest request,
      Plan plan,
      ModelRef by,
      @Nullable Usage usage,
      @Nullable Long firstByteMs,
      CacheVerdict cache,
      Supplier<String> answer) {
    publish(request.call(), request, plan, by, 200, null, usage, firstByteMs, cache, answer);
  }

  /** A stream that ended in an in-band error, or whose client disconnected. */
  void brokeOff(
      ChatRequest request,
      Plan plan,
      @Nullable ModelRef by,
      String error,
      @Nullable Usage usage,
      @Nullable Long firstByteMs,
      CacheVerdict cache,
      Supplier<String> answer) {
    publish(request.call(), request, plan, by, 200, error, usage, firstByteMs, cache, answer);
  }

  void failed(
      HttpCall call,
      @Nullable ChatRequest request,
      @Nullable Plan plan,
      int status,
      String error,
      CacheVerdict cache) {
    publish(call, request, plan, null, status, error, null, null, cache, () -> "");
  }

  private void publish(
      HttpCall call,
      @Nullable ChatRequest request,
      @Nullable Plan plan,
      @Nullable ModelRef by,
      int status,
      @Nullable String error,
      @Nullable Usage usage,
      @Nullable Long firstByteMs,
      CacheVerdict cache,
      Supplier<String> answer) {
    long tookMs = (System.nanoTime() - call.startedNanos()) / 1_000_000;
    events.publishEvent(
        new RequestFinished(
            call, request, plan, by, status, error, usage, tookMs, firstByteMs, cache, answer));
  }
}
