package sml.gateway.translation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChunkStream;
import sml.gateway.chat.ModelRef;
import sml.gateway.upstream.wire.ChunkReader;
import sml.gateway.upstream.wire.EventReader;
import sml.gateway.upstream.wire.ExpectedAnswer;
import sml.gateway.upstream.wire.OfferedTools;
import sml.gateway.upstream.wire.Reasoning;

/** What comes of an upstream whose bytes end somewhere, or end in the event of an error. */
final class CutStream implements ChunkStream {
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final AttemptTiming TIMING = new AttemptTiming(0, 1L, 2);
  private static final Candidate CANDIDATE =
      new Candidate(new ModelRef("p", "m"), true, 1, null, 1, "named");
  private static final byte[] ERROR =
      "data: {\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\"}}\n\n"
          .getBytes(UTF_8);
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);

  /** All that comes, its end included. */
  final List<Event> events;

  private final Deque<Event> left;

  private CutStream(byte[] body) {
    this.events = read(body);
    this.left = new ArrayDeque<>(events);
  }

  /** The stream of these chunks to its end. */
  static CutStream whole(List<Chunk> chunks) {
    return new CutStream(body(chunks, DONE));
  }

  /** The stream, cut at a byte after its first content or ended by an error there. */
  static CutStream random(AnswerScript script, Random random) {
    List<Chunk> chunks = script.chunks;
    int first = 1;
    while (first < chunks.size() && !says(chunks.get(first - 1))) {
      first++;
    }
    if (random.nextInt(4) == 0) {
      int last = first + random.nextInt(chunks.size() - first + 1);
      return new CutStream(body(chunks.subList(0, last), ERROR));
    }
    int least = body(chunks.subList(0, first), new byte[0]).length;
    byte[] body = body(chunks, DONE);
    return new CutStream(Arrays.copyOf(body, least + random.nextInt(body.length - least + 1)));
  }

  private static boolean says(Chunk chunk) {
    AnswerDelta delta = AnswerDelta.of(chunk);
    return !delta.text().isEmpty() || !delta.reasoning().isEmpty() || chunk.toolCall();
  }

  private static byte[] body(List<Chunk> chunks, byte[] end) {
    var body = new ByteArrayOutputStream();
    for (Chunk chunk : chunks) {
      body.writeBytes("data: ".getBytes(UTF_8));
      body.writeBytes(chunk.json().bytes());
      body.writeBytes("\n\n".getBytes(UTF_8));
    }
    body.writeBytes(end);
    return body.toByteArray();
  }

  /** As {@code UpstreamStream} takes it: after a finish reason nothing of the answer is missing. */
  private static List<Event> read(byte[] body) {
    var in = new EventReader(new ByteArrayInputStream(body), 1 << 20, 1 << 20, () -> {});
    var reader = new ChunkReader(new ExpectedAnswer(OfferedTools.NONE, "m", Reasoning.RAW), CLOCK);
    List<Event> events = new ArrayList<>();
    boolean finished = false;
    try {
      while (in.next() instanceof EventReader.Data data) {
        switch (reader.read(data)) {
          case ChunkReader.Piece piece -> {
            events.add(piece.chunk());
            finished |= piece.chunk().finishReason() != null;
          }
          case ChunkReader.Done done -> finished = true;
          case ChunkReader.Failed failed -> {
            if (!finished) {
              events.add(new Cut(new Attempt.Refused(CANDIDATE, TIMING, failed.refusal())));
              return events;
            }
            events.add(new LateError(failed.refusal()));
          }
          case ChunkReader.Garbage half -> {}
          case ChunkReader.Nothing nothing -> {}
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    var broken = new Attempt.Broken(CANDIDATE, TIMING, "the stream ended early", false);
    events.add(finished ? new Ended() : new Cut(broken));
    return events;
  }

  /** The answer that brings this stream. */
  Answer.Streaming answer(boolean startsOver) {
    return new Answer.Streaming(CANDIDATE, this, startsOver);
  }

  boolean broken() {
    return events.getLast() instanceof Cut;
  }

  boolean late() {
    return events.stream().anyMatch(LateError.class::isInstance);
  }

  /** A piece of a call came. */
  boolean called() {
    return events.stream().anyMatch(event -> event instanceof Chunk chunk && chunk.toolCall());
  }

  /** How many pieces of text came before any call. */
  int pieces() {
    int pieces = 0;
    for (Event event : events) {
      if (event instanceof Chunk chunk) {
        if (chunk.toolCall()) {
          break;
        }
        pieces += chunk.content().isEmpty() ? 0 : 1;
      }
    }
    return pieces;
  }

  @Override
  public Event next() {
    return left.size() > 1 ? left.remove() : left.element();
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void close() {}
}
