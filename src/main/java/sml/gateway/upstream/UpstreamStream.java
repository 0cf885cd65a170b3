package sml.gateway.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Attempt.Phase;
import sml.gateway.chat.ChunkStream;
import sml.gateway.chat.Usage;
import sml.gateway.upstream.transport.SilenceWatch;
import sml.gateway.upstream.wire.ChunkReader;
import sml.gateway.upstream.wire.EventReader;
import sml.gateway.upstream.wire.ExpectedAnswer;
import sml.gateway.upstream.wire.WholeReader;
import sml.gateway.upstream.wire.WholeToChunks;

/**
 * The streaming answer of one call. Chunks before the first valid content are kept back and come
 * first; the end is clean only after a finish reason or {@code [DONE]}.
 */
final class UpstreamStream implements ChunkStream {
  private final UpstreamCall call;
  private final EventReader events;
  private final SilenceWatch.Limit gap;
  private final SilenceWatch.Limit afterFinish;
  private ChunkReader chunks;
  private final ExpectedAnswer expectedAnswer;
  private final Deque<Event> held = new ArrayDeque<>(2);
  private @Nullable Usage usage;
  private @Nullable Event end;
  private boolean valid;
  private boolean finished;
  private boolean done;

  UpstreamStream(UpstreamCall call, InputStream body) {
    this.call = call;
    var settings = call.tools().settings();
    this.events =
        new EventReader(
            call.large().over(body),
            (int) settings.eventSize().toBytes(),
            (int) settings.answerSize().toBytes(),
            () -> {});
    this.gap = new SilenceWatch.Limit(Phase.GAP, settings.gap());
    this.afterFinish = new SilenceWatch.Limit(Phase.GAP, settings.afterFinish());
    this.expectedAnswer = call.expected();
    this.chunks = new ChunkReader(expectedAnswer, call.tools().clock());
  }

  /** Reads up to the first valid content. */
  Attempt open() throws IOException {
    while (!valid && !done) {
      Attempt failed = readOne();
      if (failed != null) {
        return call.end(failed, null);
      }
    }
    if (!chunks.begun()) {
      return call.end(call.broken("the stream brought no choice", false), null);
    }
    if (!valid && !call.question().acceptEmpty()) {
      return call.end(call.broken(Attempt.Broken.EMPTY, false), null);
    }
    if (!call.claim()) {
      return call.end(call.lost(), null);
    }
    call.watch().idle();
    call.large().keep();
    var answer = new Answer.Streaming(call.candidate(), this, call.startsOver());
    return new Attempt.Answered(call.candidate(), call.timing(), answer);
  }

  @Override
  public Event next() {
    while (true) {
      Event early = held.poll();
      if (early != null) {
        return early;
      }
      if (end != null) {
        return end;
      }
      if (done) {
        end = new Ended();
        return end;
      }
      try {
        expectNext();
        Attempt failed = readOne();
        // how long the client takes for it is not the upstream's silence
        call.watch().idle();
        call.large().keep();
        if (failed != null) {
          return cut(failed);
        }
      } catch (IOException | RuntimeException lost) {
        return cut(call.failure(lost, false));
      }
    }
  }

  @Override
  public boolean ready() {
    return !held.isEmpty() || done || end != null || events.ready();
  }

  /** Closing a stream that is not at its end means that no client wants the rest. */
  @Override
  public void close() {
    switch (end) {
      case null ->
          call.end(
              new Attempt.Cancelled(call.candidate(), call.timing(), "the client has left"), usage);
      case Ended ended -> {
        drain();
        call.end(answered(), usage);
      }
      case Cut cut -> {}
      case Chunk never -> {}
      case LateError never -> {}
    }
  }

  /** Reads what follows the end, so that the connection can be used again. */
  private void drain() {
    call.large().done();
    try {
      call.watch().expect(afterFinish);
      while (events.next() != null) {
        // nothing after the end matters
      }
    } catch (IOException notReusable) {
      // the connection is closed with the call
    }
  }

  /** Reads one event; returns how the attempt failed, or null when it goes on. */
  private @Nullable Attempt readOne() throws IOException {
    if (held.isEmpty()) {
      call.large().done();
    }
    return switch (events.next()) {
      case null -> atEndOfBody();
      case EventReader.Body body -> wholeBody(body.bytes());
      case EventReader.Data data -> take(chunks.read(data));
    };
  }

  private @Nullable Attempt take(ChunkReader.Reading reading) {
    switch (reading) {
      case ChunkReader.Piece piece -> hold(piece);
      case ChunkReader.Nothing nothing -> valid |= nothing.valid();
      case ChunkReader.Garbage garbage -> {}
      case ChunkReader.Done end -> complete();
      case ChunkReader.Failed failed when finished -> late(failed);
      case ChunkReader.Failed failed -> {
        return new Attempt.Refused(call.candidate(), call.timing(), failed.refusal());
      }
    }
    return null;
  }

  private void hold(ChunkReader.Piece piece) {
    held.add(piece.chunk());
    valid |= piece.valid();
    if (piece.chunk().finishReason() != null) {
      finished = true;
      // before the client sees it: its next request may bring the results
      call.calls(chunks.madeCalls());
    }
    if (piece.chunk().usage() != null) {
      usage = piece.chunk().usage();
    }
  }

  private void late(ChunkReader.Failed failed) {
    Chunk counted = failed.counted();
    if (counted != null) {
      held.add(counted);
      usage = counted.usage();
    }
    held.add(new LateError(failed.refusal()));
  }

  private void complete() {
    ChunkReader.Piece rest = chunks.end();
    if (rest != null) {
      hold(rest);
    }
    call.tools().reasoning().note(call.candidate().ref(), chunks.sign());
    done = true;
  }

  private @Nullable Attempt atEndOfBody() {
    if (!finished) {
      return call.ended("the stream ended in the middle of the answer", !valid);
    }
    complete();
    return null;
  }

  /** The upstream answered a stream request with one JSON body. */
  private @Nullable Attempt wholeBody(byte[] bytes) {
    var reader = new WholeReader(expectedAnswer, call.tools().clock());
    return switch (reader.read(bytes)) {
      case WholeReader.Refused refused ->
          new Attempt.Refused(call.candidate(), call.timing(), refused.refusal());
      case WholeReader.Broken broken -> call.broken(broken.what(), false);
      case WholeReader.Whole whole -> {
        call.tools().reasoning().note(call.candidate().ref(), whole.sign());
        call.tools().callIds().note(call.candidate().ref(), whole.calls().renamed());
        chunks = new ChunkReader(expectedAnswer.repaired(), call.tools().clock());
        Attempt failed = null;
        for (EventReader.Data event : WholeToChunks.split(whole.json())) {
          failed = failed == null ? take(chunks.read(event)) : failed;
        }
        finished = true;
        done = true;
        yield failed;
      }
    };
  }

  private void expectNext() {
    call.watch().expect(finished ? afterFinish : gap);
  }

  private Event cut(Attempt failed) {
    if (finished && !(failed instanceof Attempt.Cancelled)) {
      // everything that belongs to the answer was said; only usage or [DONE] is missing
      complete();
      return next();
    }
    end = new Cut(failed);
    call.end(failed, usage);
    return end;
  }

  private Attempt answered() {
    return new Attempt.Answered(
        call.candidate(),
        call.timing(),
        new Answer.Streaming(call.candidate(), this, call.startsOver()));
  }
}
