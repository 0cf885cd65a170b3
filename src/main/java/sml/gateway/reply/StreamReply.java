package sml.gateway.reply;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.chat.ChunkStream.Cut;
import sml.gateway.chat.ChunkStream.Ended;
import sml.gateway.chat.ChunkStream.LateError;
import sml.gateway.chat.Client;
import sml.gateway.chat.Envelope;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.GatewayException.ClientGone;
import sml.gateway.chat.HttpReply;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Turn;

/**
 * Writes a streaming answer while it comes in. When the upstream breaks off, the next candidate
 * goes on after what the client already has; when nobody can, the stream ends in an error event,
 * never in a clean-looking end.
 */
final class StreamReply implements HttpReply.Stream {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final int FULL = 16 * 1024;

  private final Turn turn;
  private final Answer.Streaming answer;
  private final byte[] comment;
  private final KeepAlive keepAlive;
  private final Continuation continuation;
  private final Report report;
  private final HeldCalls calls;
  private final Spoken spoken = new Spoken();
  private final List<byte[]> pending = new ArrayList<>();
  private int pendingBytes;
  private Plan plan;
  private @Nullable Long firstByteMs;

  /**
   * A reply whose head was sent.
   *
   * @param comment what its head could not tell, as a comment; may be empty
   */
  StreamReply(
      Turn turn,
      Plan plan,
      Answer.Streaming answer,
      byte[] comment,
      KeepAlive keepAlive,
      Continuation continuation,
      Report report,
      HeldCalls calls) {
    this.turn = turn;
    this.plan = plan;
    this.answer = answer;
    this.comment = comment;
    this.keepAlive = keepAlive;
    this.continuation = continuation;
    this.report = report;
    this.calls = calls;
  }

  @Override
  public void writeTo(Client client) {
    Answer.Streaming current = answer;
    @Nullable Splice splice = null;
    try {
      if (comment.length > 0) {
        client.write(comment);
      }
      while (true) {
        // a large event takes memory only when the one before it is gone
        client.awaitRoom();
        switch (current.chunks().next()) {
          case Chunk chunk -> pass(chunk, splice, current, client);
          case LateError late -> event(envelope(late.refusal()).json());
          case Ended ended -> {
            finish(splice, client);
            close(current, client);
            report.answered(turn, plan, current.candidate().ref(), spoken.usage(), firstByteMs);
            return;
          }
          case Cut cut -> {
            current = goOn(cut, client);
            splice = new Splice(spoken, current.startsOver());
          }
        }
      }
    } catch (ClientGone left) {
      close(current, client);
      report.brokeOff(
          turn, plan, current.candidate().ref(), "client gone", spoken.usage(), firstByteMs);
      throw left;
    } catch (GatewayException | Splice.Differs failed) {
      fail(failed, current, client);
    } catch (RuntimeException | Error unforeseen) {
      close(current, client);
      throw unforeseen;
    }
  }

  private Answer.Streaming goOn(Cut cut, Client client) {
    calls.drop();
    flush(client);
    Continuation.Resumed resumed = resume(cut);
    plan = resumed.plan();
    return (Answer.Streaming) resumed.answer();
  }

  private void pass(Chunk chunk, @Nullable Splice splice, Answer.Streaming from, Client client) {
    List<Chunk> due = splice == null ? List.of(chunk) : splice.take(chunk);
    due.forEach(this::hold);
    if (pendingBytes > FULL || !from.chunks().ready()) {
      flush(client);
    }
  }

  private void hold(Chunk chunk) {
    calls.take(chunk, turn.elapsedMs()).forEach(this::queue);
  }

  private void queue(Chunk chunk) {
    spoken.add(chunk);
    if (chunk.choices() == 0 && !turn.profile().includeUsage()) {
      return;
    }
    event(chunk.json().bytes());
  }

  private static Envelope envelope(Refusal refusal) {
    String type = refusal.type() == null ? "api_error" : refusal.type();
    return new Envelope(refusal.message(), type, refusal.param(), refusal.code());
  }

  private void event(byte[] data) {
    pending.add(DATA);
    pending.add(data);
    pending.add(END_OF_EVENT);
    pendingBytes += DATA.length + data.length + END_OF_EVENT.length;
  }

  private void flush(Client client) {
    if (pending.isEmpty()) {
      return;
    }
    if (firstByteMs == null) {
      firstByteMs = turn.elapsedMs();
    }
    ByteBuffer bytes = ByteBuffer.allocate(pendingBytes);
    pending.forEach(bytes::put);
    pending.clear();
    pendingBytes = 0;
    client.write(bytes.array());
  }

  private void finish(@Nullable Splice splice, Client client) {
    if (splice != null) {
      splice.end().forEach(this::hold);
    }
    calls.release().forEach(this::queue);
    if (turn.profile().includeUsage() && !spoken.saidUsage()) {
      byte[] usage = usageChunk();
      if (usage != null) {
        event(usage);
      }
    }
    event(DONE);
    flush(client);
  }

  /** The usage chunk a client asked for, when the upstream sent its counts with a choice. */
  private byte @Nullable [] usageChunk() {
    try {
      return spoken.usageChunk();
    } catch (IOException parsedBefore) {
      return null;
    }
  }

  private Continuation.Resumed resume(Cut cut) {
    plan.attempts().add(cut.attempt());
    if (turn.gone().fired() || cut.attempt() instanceof Attempt.Cancelled) {
      throw new ClientGone();
    }
    if (!spoken.canBeContinued() || turn.profile().json()) {
      throw new GatewayException.UpstreamFailed(CutStory.of(cut.attempt()));
    }
    try {
      return continuation.resume(turn, plan, spoken.text());
    } catch (GatewayException.UpstreamFailed | GatewayException.NoModelFits nobody) {
      throw new GatewayException.UpstreamFailed(CutStory.of(cut.attempt()));
    }
  }

  private void fail(RuntimeException failed, Answer.Streaming current, Client client) {
    String message = String.valueOf(failed.getMessage());
    event(new Envelope(message, "api_error", null, "upstream_broke_off").json());
    try {
      flush(client);
    } catch (ClientGone left) {
      // it will not hear of it
    }
    close(current, client);
    report.brokeOff(turn, plan, current.candidate().ref(), message, spoken.usage(), firstByteMs);
  }

  private void close(Answer.Streaming current, Client client) {
    keepAlive.release(client);
    current.chunks().close();
  }
}
