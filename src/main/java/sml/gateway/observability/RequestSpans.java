package sml.gateway.observability;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.RequestFinished;
import sml.gateway.chat.Usage;
import sml.gateway.network.HttpCall;
import sml.gateway.observability.log.TracedAttempt;

/**
 * Exports a finished request as spans: the request, its stages, and each attempt below the stage of
 * asking. Times are those that were measured while it ran. Prompts and answers are not exported.
 */
final class RequestSpans {
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<Long> TOKENS_IN =
      AttributeKey.longKey("gen_ai.usage.input_tokens");
  private static final AttributeKey<Long> TOKENS_OUT =
      AttributeKey.longKey("gen_ai.usage.output_tokens");

  private static final TextMapGetter<HttpCall> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpCall call) {
          return call.headers().keySet();
        }

        @Override
        public @Nullable String get(@Nullable HttpCall call, String name) {
          return call == null ? null : call.header(name);
        }
      };

  private final Tracer tracer;
  private final Clock clock;

  RequestSpans(Tracer tracer, Clock clock) {
    this.tracer = tracer;
    this.clock = clock;
  }

  /** Takes a finished request; the spans are sent later, on another thread. */
  @EventListener
  public void export(RequestFinished finished) {
    long start = clock.millis() - finished.tookMs();
    HttpCall call = finished.call();
    Context caller = W3CTraceContextPropagator.getInstance().extract(Context.root(), call, HEADERS);
    Span request =
        tracer
            .spanBuilder(call.method() + " " + call.path())
            .setSpanKind(SpanKind.SERVER)
            .setParent(caller)
            .setStartTimestamp(start, MILLISECONDS)
            .startSpan();
    describe(request, finished);
    stages(request, finished, start);
    request.end(start + finished.tookMs(), MILLISECONDS);
  }

  private static void describe(Span span, RequestFinished finished) {
    HttpCall call = finished.call();
    ChatRequest chatRequest = finished.request();
    ModelRef by = finished.answeredBy();
    Usage usage = finished.usage();
    span.setAttribute("http.request.method", call.method());
    span.setAttribute("url.path", call.path());
    span.setAttribute(STATUS, (long) finished.status());
    span.setAttribute("sml.request.id", call.id());
    if (chatRequest != null) {
      span.setAttribute("gen_ai.request.model", chatRequest.model());
      span.setAttribute("sml.category", chatRequest.profile().category().id());
      span.setAttribute("sml.stream", chatRequest.profile().stream());
    }
    if (by != null) {
      span.setAttribute("gen_ai.response.model", by.id());
      span.setAttribute("sml.provider", by.provider());
    }
    if (usage != null) {
      span.setAttribute(TOKENS_IN, usage.promptTokens());
      span.setAttribute(TOKENS_OUT, usage.completionTokens());
    }
    String error = finished.error();
    if (error != null) {
      span.setStatus(StatusCode.ERROR, error);
    }
  }

  private void stages(Span request, RequestFinished finished, long start) {
    List<Attempt> attempts = finished.plan() == null ? List.of() : finished.plan().attempts();
    if (attempts.isEmpty()) {
      return;
    }
    long asked = attempts.stream().mapToLong(each -> each.timing().startedMs()).min().orElse(0);
    long settled = attempts.stream().mapToLong(each -> each.timing().endedMs()).max().orElse(asked);
    Context inRequest = Context.root().with(request);
    span("plan", inRequest, start).end(start + asked, MILLISECONDS);
    Span ask = span("ask", inRequest, start + asked);
    Context inAsk = Context.root().with(ask);
    attempts.forEach(
        attempt -> attempt(TracedAttempt.of(attempt), attempt.candidate().ref(), inAsk, start));
    ask.end(start + settled, MILLISECONDS);
    span("reply", inRequest, start + settled)
        .end(start + Math.max(settled, finished.tookMs()), MILLISECONDS);
  }

  private void attempt(TracedAttempt tracedAttempt, ModelRef model, Context parent, long start) {
    Span span = span("attempt " + model.provider(), parent, start + tracedAttempt.startedMs());
    span.setAttribute("sml.provider", model.provider());
    span.setAttribute("sml.model", model.model());
    span.setAttribute("sml.outcome", tracedAttempt.outcome());
    span.setAttribute("sml.detail", tracedAttempt.detail());
    if (tracedAttempt.status() != null) {
      span.setAttribute(STATUS, tracedAttempt.status().longValue());
    }
    if (tracedAttempt.firstContentMs() != null) {
      span.addEvent("first content", start + tracedAttempt.firstContentMs(), MILLISECONDS);
    }
    switch (tracedAttempt.outcome()) {
      // ended by ourselves, or never begun
      case "answered", "cancelled", "not_asked" -> {}
      default -> span.setStatus(StatusCode.ERROR, tracedAttempt.detail());
    }
    span.end(start + tracedAttempt.endedMs(), MILLISECONDS);
  }

  private Span span(String name, Context parent, long at) {
    return tracer
        .spanBuilder(name)
        .setSpanKind(name.startsWith("attempt") ? SpanKind.CLIENT : SpanKind.INTERNAL)
        .setParent(parent)
        .setStartTimestamp(at, MILLISECONDS)
        .startSpan();
  }
}
