package sml.gateway.reply;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Call;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Turn;
import sml.gateway.chat.TurnFinished;
import sml.gateway.chat.Usage;

/** Tells the other rooms how a request ended. */
@Component
final class Report {
  private final ApplicationEventPublisher events;

  Report(ApplicationEventPublisher events) {
    this.events = events;
  }

  void answered(
      Turn turn, Plan plan, ModelRef by, @Nullable Usage usage, @Nullable Long firstByteMs) {
    publish(turn.call(), turn, plan, by, 200, null, usage, firstByteMs);
  }

  /** A stream that ended in an in-band error, or whose client left. */
  void brokeOff(
      Turn turn,
      Plan plan,
      @Nullable ModelRef by,
      String error,
      @Nullable Usage usage,
      @Nullable Long firstByteMs) {
    publish(turn.call(), turn, plan, by, 200, error, usage, firstByteMs);
  }

  void failed(Call call, @Nullable Turn turn, @Nullable Plan plan, int status, String error) {
    publish(call, turn, plan, null, status, error, null, null);
  }

  private void publish(
      Call call,
      @Nullable Turn turn,
      @Nullable Plan plan,
      @Nullable ModelRef by,
      int status,
      @Nullable String error,
      @Nullable Usage usage,
      @Nullable Long firstByteMs) {
    long tookMs = (System.nanoTime() - call.startedNanos()) / 1_000_000;
    events.publishEvent(
        new TurnFinished(call, turn, plan, by, status, error, usage, tookMs, firstByteMs));
  }
}
