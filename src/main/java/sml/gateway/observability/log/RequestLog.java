package sml.gateway.observability.log;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.RequestFinished;
import sml.gateway.chat.RequestProfile;
import sml.gateway.chat.Usage;
import sml.gateway.observability.ObservabilitySettings;
import sml.gateway.storage.StorableText;

/** Puts a row for every finished request into the buffer; renders nothing. */
@Component("requestLog")
final class RequestLog {
  private static final int LONGEST_MODEL = 200;
  private static final int LONGEST_ERROR = 1_000;
  private static final int LONGEST_NOTE = 2_000;
  private static final int LONGEST_PEER = 64;

  private final RequestRowBuffer buffer;
  private final int preview;
  private final Clock clock;

  RequestLog(RequestRowBuffer buffer, ObservabilitySettings settings, Clock clock) {
    this.buffer = buffer;
    this.preview = settings.promptPreview();
    this.clock = clock;
  }

  /** Records a finished request, on its own thread. */
  @EventListener
  public void record(RequestFinished finished) {
    buffer.add(row(finished));
  }

  private RequestRow row(RequestFinished finished) {
    Plan plan = finished.plan();
    ChatRequest request = finished.request();
    List<TracedAttempt> attempts =
        plan == null
            ? List.of()
            : plan.attempts().stream().map(attempt -> tried(plan, attempt)).toList();
    Boolean thai = request == null ? null : request.profile().thai();
    Supplier<String> signs = request == null ? RequestProfile.NO_SIGNS : request.profile().signs();
    var story =
        plan == null
            ? new RequestRow.Story(
                request == null ? null : request.profile().category(),
                thai,
                signs,
                false,
                request == null ? "refused at admission" : "ended before a plan was made",
                List.of(),
                List.of(),
                attempts)
            : new RequestRow.Story(
                plan.category(),
                thai,
                signs,
                plan.explicit(),
                StorableText.storable(plan.note(), LONGEST_NOTE),
                plan.candidates(),
                plan.dropped(),
                attempts);
    return new RequestRow(entry(finished, story), story);
  }

  private static TracedAttempt tried(Plan plan, Attempt attempt) {
    String reason =
        plan.joined().stream()
            .filter(joined -> joined.ref().equals(attempt.candidate().ref()))
            .filter(joined -> joined.ms() <= attempt.timing().endedMs())
            .reduce((earlier, later) -> later)
            .map(joined -> joined.reason().id())
            .orElse(null);
    return TracedAttempt.of(attempt).joinedFor(reason);
  }

  private LogEntry entry(RequestFinished finished, RequestRow.Story story) {
    ChatRequest request = finished.request();
    ModelRef by = finished.answeredBy();
    Usage usage = finished.usage();
    return new LogEntry(
        null,
        finished.call().id(),
        request == null ? "" : StorableText.storable(request.model(), LONGEST_MODEL),
        by == null ? null : by.id(),
        by == null ? null : by.provider(),
        finished.status(),
        finished.tookMs(),
        finished.firstByteMs(),
        usage == null ? null : usage.promptTokens(),
        usage == null ? null : usage.completionTokens(),
        storable(finished.error(), LONGEST_ERROR),
        preview == 0 || request == null ? null : storable(request.lastUserText(), preview),
        answer(finished),
        storable(finished.call().peer(), LONGEST_PEER),
        story.category() == null ? null : story.category().id(),
        request != null && request.profile().stream(),
        RequestTrace.hedged(story.attempts()),
        (int) story.attempts().stream().filter(TracedAttempt::asked).count(),
        finished.cache().id(),
        clock.instant());
  }

  private @Nullable String answer(RequestFinished finished) {
    String text = preview == 0 ? "" : finished.answer().get();
    return text.isEmpty() ? null : StorableText.storable(text, preview);
  }

  private static @Nullable String storable(@Nullable String text, int longest) {
    return text == null ? null : StorableText.storable(text, longest);
  }
}
