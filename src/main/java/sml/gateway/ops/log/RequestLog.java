package sml.gateway.ops.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Profile;
import sml.gateway.chat.Turn;
import sml.gateway.chat.TurnFinished;
import sml.gateway.chat.Usage;
import sml.gateway.ops.OpsSettings;

/** Turns every finished request into a row and leaves it in the buffer; renders nothing. */
@Component("requestLog")
final class RequestLog {
  private static final int LONGEST_MODEL = 200;
  private static final int LONGEST_ERROR = 1_000;
  private static final int LONGEST_PEER = 64;

  private final RowBuffer buffer;
  private final int preview;
  private final Clock clock;

  RequestLog(RowBuffer buffer, OpsSettings settings, Clock clock) {
    this.buffer = buffer;
    this.preview = settings.promptPreview();
    this.clock = clock;
  }

  /** Takes down a finished request, on its own thread. */
  @EventListener
  public void record(TurnFinished finished) {
    buffer.add(row(finished));
  }

  private Row row(TurnFinished finished) {
    Plan plan = finished.plan();
    Turn turn = finished.turn();
    List<Tried> attempts =
        plan == null
            ? List.of()
            : plan.attempts().stream().map(attempt -> tried(plan, attempt)).toList();
    Boolean thai = turn == null ? null : turn.profile().thai();
    Supplier<String> signs = turn == null ? Profile.NO_SIGNS : turn.profile().signs();
    var story =
        plan == null
            ? new Row.Story(
                turn == null ? null : turn.profile().category(),
                thai,
                signs,
                false,
                turn == null ? "refused at admission" : "ended before a plan was made",
                List.of(),
                List.of(),
                attempts)
            : new Row.Story(
                plan.category(),
                thai,
                signs,
                plan.explicit(),
                plan.note(),
                plan.candidates(),
                plan.dropped(),
                attempts);
    return new Row(entry(finished, story), story);
  }

  private static Tried tried(Plan plan, Attempt attempt) {
    String reason =
        plan.joined().stream()
            .filter(joined -> joined.ref().equals(attempt.candidate().ref()))
            .filter(joined -> joined.ms() <= attempt.timing().endedMs())
            .reduce((earlier, later) -> later)
            .map(joined -> joined.reason().id())
            .orElse(null);
    return Tried.of(attempt).joinedFor(reason);
  }

  private Entry entry(TurnFinished finished, Row.Story story) {
    Turn turn = finished.turn();
    ModelRef by = finished.answeredBy();
    Usage usage = finished.usage();
    return new Entry(
        null,
        finished.call().id(),
        turn == null ? "" : Text.storable(turn.model(), LONGEST_MODEL),
        by == null ? null : by.id(),
        by == null ? null : by.provider(),
        finished.status(),
        finished.tookMs(),
        finished.firstByteMs(),
        usage == null ? null : usage.promptTokens(),
        usage == null ? null : usage.completionTokens(),
        storable(finished.error(), LONGEST_ERROR),
        preview == 0 || turn == null ? null : storable(lastUserText(turn), preview),
        preview == 0 ? null : storable(answer(finished.plan()), preview),
        storable(finished.call().peer(), LONGEST_PEER),
        story.category() == null ? null : story.category().id(),
        turn != null && turn.profile().stream(),
        Trace.raced(story.attempts()),
        (int) story.attempts().stream().filter(Tried::asked).count(),
        "off",
        clock.instant());
  }

  private static @Nullable String storable(@Nullable String text, int longest) {
    return text == null ? null : Text.storable(text, longest);
  }

  private static @Nullable String lastUserText(Turn turn) {
    try {
      JsonNode messages = turn.body().node("messages");
      if (messages == null) {
        return null;
      }
      for (int i = messages.size() - 1; i >= 0; i--) {
        JsonNode message = messages.path(i);
        if (message.path("role").asText().equals("user")) {
          return text(message.path("content"));
        }
      }
      return null;
    } catch (IOException unreadable) {
      return null;
    }
  }

  private static @Nullable String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    for (JsonNode part : content) {
      if (part.path("text").isTextual()) {
        return part.path("text").textValue();
      }
    }
    return null;
  }

  private static @Nullable String answer(@Nullable Plan plan) {
    if (plan == null || plan.attempts().isEmpty()) {
      return null;
    }
    return plan.attempts().getLast() instanceof Attempt.Answered answered
            && answered.answer() instanceof Answer.Whole whole
        ? whole.text()
        : null;
  }
}
