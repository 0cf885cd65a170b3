package sml.gateway.cache.exact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.ChunkStream;
import sml.gateway.json.RawObject;

/** The stream of an upstream that says what the test lets it say. */
final class ScriptedStream implements ChunkStream {
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  ScriptedStream say(String text) {
    events.add(chunk(text, null));
    return this;
  }

  ScriptedStream end() {
    events.add(chunk("", "stop"));
    events.add(new Ended());
    return this;
  }

  ScriptedStream cut() {
    events.add(
        new Cut(
            new Attempt.Broken(
                CacheTestKit.CANDIDATE, new AttemptTiming(0, null, 0), "broke off", false)));
    return this;
  }

  private static Chunk chunk(String text, @Nullable String finish) {
    try {
      byte[] json = "{\"choices\":[{\"index\":0,\"delta\":{}}]}".getBytes(StandardCharsets.UTF_8);
      return new Chunk(RawObject.parse(json), text, false, finish, null, 1);
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  /** Everything that one reader gets, up to the end. */
  static String read(ChunkStream stream) {
    var text = new StringBuilder();
    while (true) {
      switch (stream.next()) {
        case Chunk chunk -> text.append(chunk.content());
        case Ended ended -> {
          return text.toString();
        }
        case Cut cut -> {
          return text + "|cut";
        }
        case LateError late -> text.append("|late");
      }
    }
  }

  boolean closed() {
    return closed;
  }

  @Override
  public Event next() {
    try {
      return events.take();
    } catch (InterruptedException ended) {
      throw new IllegalStateException(ended);
    }
  }

  @Override
  public boolean ready() {
    return !events.isEmpty();
  }

  @Override
  public void close() {
    closed = true;
  }
}
