package sml.gateway.cache.exact;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChunkStream;
import sml.gateway.chat.GatewayException.ClientDisconnected;

/**
 * One stream that several requests read, each at its own pace and from its beginning. The reader
 * that needs the next event first takes it from the upstream for all of them; so a slow client
 * holds no other up. A reader that is too far behind is cut off, which bounds what is kept.
 */
final class SharedStream {
  /** What an event takes beside its text. */
  private static final int OVERHEAD = 512;

  /** How far a reader may be behind, as a multiple of what may be remembered. */
  private static final int FARTHEST = 8;

  private final Candidate candidate;
  private final ChunkStream source;
  private final long most;
  private final Completion completion;
  private final List<ChunkStream.Event> events = new ArrayList<>();
  private final Set<Reader> readers = new HashSet<>();
  private int dropped;
  private long bytes;
  private boolean pulling;
  private boolean closed;
  private ChunkStream.@Nullable Event end;

  /** What is to be done when the upstream's answer is over, once. */
  @FunctionalInterface
  interface Completion {
    /**
     * Called on the thread of the first reader that closes, when its client has all of it.
     *
     * @param chunks the complete answer; null when it is not complete or too large
     */
    void over(@Nullable List<ChunkStream.Chunk> chunks);
  }

  /**
   * A stream that nothing was read of.
   *
   * @param most bytes up to which the answer is kept as a whole
   */
  SharedStream(Answer.Streaming answer, long most, Completion completion) {
    this.candidate = answer.candidate();
    this.source = answer.chunks();
    this.most = most;
    this.completion = completion;
  }

  /** A further reader, from the beginning; null when the beginning is gone. */
  synchronized @Nullable ChunkStream open() {
    if (closed || dropped > 0 || end != null) {
      return null;
    }
    var reader = new Reader();
    readers.add(reader);
    return reader;
  }

  /** The event at this place; null when the reader has to take it from the upstream. */
  private synchronized ChunkStream.@Nullable Event await(Reader reader)
      throws InterruptedException {
    while (true) {
      if (reader.at < dropped) {
        return new ChunkStream.Cut(
            new Attempt.Broken(
                candidate, new AttemptTiming(0, null, 0), "too far behind its stream", false));
      }
      if (reader.at - dropped < events.size()) {
        ChunkStream.Event event = events.get(reader.at - dropped);
        reader.at++;
        drop();
        return event;
      }
      if (end != null) {
        return end;
      }
      if (!pulling) {
        pulling = true;
        return null;
      }
      wait();
    }
  }

  /** Takes the next event from the upstream for all readers. */
  private void pull() {
    ChunkStream.Event event = null;
    try {
      event = source.next();
    } finally {
      add(event);
    }
  }

  private synchronized void add(ChunkStream.@Nullable Event event) {
    pulling = false;
    switch (event) {
      case null -> {}
      case ChunkStream.Chunk chunk -> keep(chunk, chunk.json().bytes().length);
      case ChunkStream.LateError late -> keep(late, 0);
      case ChunkStream.Ended ended -> end = ended;
      case ChunkStream.Cut cut -> end = cut;
    }
    notifyAll();
  }

  private void keep(ChunkStream.Event event, int size) {
    events.add(event);
    bytes += size + OVERHEAD;
    drop();
  }

  /** Drops what all have read of a large answer, and what is too much before its newest event. */
  private void drop() {
    while (!events.isEmpty()
        && (dropped > 0 || bytes > most)
        && ((bytes > most * FARTHEST && events.size() > 1)
            || readers.stream().allMatch(each -> each.at > dropped))) {
      ChunkStream.Event first = events.removeFirst();
      bytes -= first instanceof ChunkStream.Chunk chunk ? chunk.json().bytes().length : 0;
      bytes -= OVERHEAD;
      dropped++;
    }
  }

  private synchronized boolean ready(Reader reader) {
    return reader.at - dropped < events.size() || end != null || (!pulling && source.ready());
  }

  /** The first that closes at the end, or the last one before it, closes the upstream. */
  private void close(Reader reader) {
    List<ChunkStream.Chunk> complete = null;
    synchronized (this) {
      if (!readers.remove(reader) || closed || (end == null && !readers.isEmpty())) {
        return;
      }
      closed = true;
      if (end instanceof ChunkStream.Ended && dropped == 0 && bytes <= most) {
        complete = chunks();
      }
    }
    try {
      source.close();
    } finally {
      completion.over(complete);
    }
  }

  /** Null when an error came with it. */
  private @Nullable List<ChunkStream.Chunk> chunks() {
    List<ChunkStream.Chunk> chunks = new ArrayList<>(events.size());
    for (ChunkStream.Event event : events) {
      if (!(event instanceof ChunkStream.Chunk chunk)) {
        return null;
      }
      chunks.add(chunk);
    }
    return chunks;
  }

  /** What one request reads. */
  private final class Reader implements ChunkStream {
    private int at;

    @Override
    public Event next() {
      try {
        while (true) {
          Event event = await(this);
          if (event != null) {
            return event;
          }
          pull();
        }
      } catch (InterruptedException hurried) {
        Thread.currentThread().interrupt();
        throw new ClientDisconnected();
      }
    }

    @Override
    public boolean ready() {
      return SharedStream.this.ready(this);
    }

    @Override
    public void close() {
      SharedStream.this.close(this);
    }
  }
}
