package sml.gateway.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Attempt.Phase;
import sml.gateway.upstream.transport.SilenceWatch;
import sml.gateway.upstream.wire.EventReader;
import sml.gateway.upstream.wire.StreamedWhole;
import sml.gateway.upstream.wire.WholeReader;

/**
 * The events of one call, joined to the whole answer that its client wants. Other contenders of its
 * hedge go on until it is complete; until then it may fail like any attempt.
 */
final class JoinedAnswer {
  /** For the end of a body whose answer is complete, so that its connection can be used again. */
  private static final Duration REST_OF_BODY = Duration.ofMillis(50);

  /** The hedge is notified of content no more often than this. */
  private static final long NOTIFY_EACH_NANOS = 100_000_000;

  private final UpstreamCall call;
  private final WholeAnswer whole;
  private final EventReader events;
  private final StreamedWhole joined;
  private final SilenceWatch.Limit gap;
  private final SilenceWatch.Limit afterFinish;
  private final long largest;
  private long notifiedNanos;

  JoinedAnswer(UpstreamCall call, WholeAnswer whole, InputStream body) {
    var settings = call.tools().settings();
    this.call = call;
    this.whole = whole;
    this.largest = settings.answerSize().toBytes();
    this.events =
        new EventReader(
            call.large().over(body), (int) settings.eventSize().toBytes(), (int) largest, () -> {});
    this.joined = new StreamedWhole(call.expected(), call.tools().clock());
    this.gap = new SilenceWatch.Limit(Phase.GAP, settings.gap());
    this.afterFinish = new SilenceWatch.Limit(Phase.GAP, settings.afterFinish());
  }

  /** Reads all of it. */
  Attempt read() throws IOException {
    while (!joined.complete()) {
      EventReader.Event event;
      try {
        event = events.next();
      } catch (IOException lost) {
        if (!joined.finished() || call.isCancelled()) {
          throw lost;
        }
        // only token counts or [DONE] are missing
        event = null;
      }
      switch (event) {
        case null -> {
          return counted(whole.settle(joined.end()));
        }
        case EventReader.Body(byte[] json) -> {
          return whole.settle(whole.read(json));
        }
        case EventReader.Data data -> {
          Attempt failed = take(data);
          if (failed != null) {
            return failed;
          }
        }
      }
    }
    drain();
    return counted(whole.settle(joined.end()));
  }

  /** A model that reports no token counts in its streams is not asked for one again. */
  private Attempt counted(Attempt attempt) {
    if (attempt instanceof Attempt.Answered(var candidate, var _, Answer.Whole answer)
        && answer.usage() == null) {
      call.tools()
          .refusedFields()
          .learn(candidate.ref(), JoinedStreams.STREAM, "its streams report no token counts");
    }
    return attempt;
  }

  private @Nullable Attempt take(EventReader.Data data) throws IOException {
    WholeReader.Refused refused = joined.add(data);
    if (refused != null) {
      return whole.settle(refused);
    }
    if (joined.size() > largest) {
      return whole.tooLarge(largest);
    }
    if (joined.finished()) {
      call.watch().expect(afterFinish);
    } else if (joined.valid()) {
      call.watch().expect(gap);
    }
    long now = System.nanoTime();
    if (joined.valid() && (notifiedNanos == 0 || now - notifiedNanos >= NOTIFY_EACH_NANOS)) {
      notifiedNanos = now;
      call.heardContent();
    }
    return null;
  }

  private void drain() {
    call.watch().expect(new SilenceWatch.Limit(Phase.GAP, REST_OF_BODY));
    try {
      while (events.next() != null) {
        // nothing after the end matters
      }
    } catch (IOException notReusable) {
      // the connection is closed with the call
    }
  }
}
