package sml.gateway.reply;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.chat.ChunkStream.Cut;
import sml.gateway.chat.ChunkStream.Ended;
import sml.gateway.chat.ChunkStream.LateError;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.GatewayException.ClientDisconnected;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.format.AnswerEvents;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpReply;

/**
 * Writes a streaming answer while it comes in. When the upstream breaks off, the next candidate
 * goes on after what the client already has; when no model can, the stream ends in an error event,
 * never in a clean-looking end.
 */
final class StreamReply implements HttpReply.Stream {
  private static final int FULL = 32 * 1024;

  private final ChatRequest request;
  private final Answer.Streaming answer;
  private final byte[] comment;
  private final KeepAlive keepAlive;
  private final StreamResumer streamResumer;
  private final RequestReport report;
  private final CacheVerdict cache;
  private final BufferedToolCalls calls;
  private final AnswerEvents events;
  private final SentContent sent = new SentContent();
  private final List<byte[]> pending = new ArrayList<>();
  private int pendingBytes;
  private Plan plan;
  private @Nullable Long firstByteMs;

  /**
   * A reply whose head was sent.
   *
   * @param comment what its head could not say yet, as a comment; may be empty
   */
  StreamReply(
      ChatRequest request,
      Plan plan,
      Answer.Streaming answer,
      byte[] comment,
      KeepAlive keepAlive,
      StreamResumer streamResumer,
      RequestReport report,
      CacheVerdict cache,
      BufferedToolCalls calls) {
    this.request = request;
    this.plan = plan;
    this.answer = answer;
    this.comment = comment;
    this.keepAlive = keepAlive;
    this.streamResumer = streamResumer;
    this.report = report;
    this.cache = cache;
    this.calls = calls;
    this.events = request.format().events();
  }

  @Override
  public void writeTo(ClientConnection client) {
    Answer.Streaming current = answer;
    @Nullable StreamContinuation continuation = null;
    try {
      if (comment.length > 0) {
        client.write(comment);
      }
      while (true) {
        // a large event takes memory only when the one before it is sent
        client.awaitRoom();
        switch (current.chunks().next()) {
          case Chunk chunk -> pass(chunk, continuation, current, client);
          case LateError late -> events.error(envelope(late.refusal()), this::add);
          case Ended ended -> {
            finish(continuation, client);
            close(current, client);
            answered(current);
            return;
          }
          case Cut cut -> {
            current = goOn(cut, client);
            continuation = new StreamContinuation(sent, current.startsOver());
          }
        }
      }
    } catch (ClientDisconnected left) {
      close(current, client);
      brokeOff(current, "client disconnected");
      throw left;
    } catch (GatewayException | StreamContinuation.Differs failed) {
      fail(failed, current, client);
    } catch (RuntimeException | Error unforeseen) {
      close(current, client);
      throw unforeseen;
    }
  }

  private void answered(Answer.Streaming last) {
    report.answered(
        request, plan, last.candidate().ref(), sent.usage(), firstByteMs, cache, sent::text);
  }

  private void brokeOff(Answer.Streaming current, String error) {
    report.brokeOff(
        request,
        plan,
        current.candidate().ref(),
        error,
        sent.usage(),
        firstByteMs,
        cache,
        sent::text);
  }

  private Answer.Streaming goOn(Cut cut, ClientConnection client) {
    calls.drop();
    flush(client);
    StreamResumer.Resumed resumed = resume(cut);
    plan = resumed.plan();
    return (Answer.Streaming) resumed.answer();
  }

  private void pass(
      Chunk chunk,
      @Nullable StreamContinuation continuation,
      Answer.Streaming from,
      ClientConnection client) {
    List<Chunk> due = continuation == null ? List.of(chunk) : continuation.take(chunk);
    due.forEach(this::hold);
    if (pendingBytes > FULL || !from.chunks().ready()) {
      flush(client);
    }
  }

  private void hold(Chunk chunk) {
    calls.take(chunk, request.elapsedMs()).forEach(this::queue);
  }

  private void queue(Chunk chunk) {
    sent.add(chunk);
    if (chunk.choices() == 0 && !request.profile().includeUsage()) {
      return;
    }
    events.chunk(chunk, this::add);
  }

  private static ErrorEnvelope envelope(Refusal refusal) {
    String type = refusal.type() == null ? "api_error" : refusal.type();
    return new ErrorEnvelope(refusal.message(), type, refusal.param(), refusal.code());
  }

  private void add(byte[] bytes) {
    pending.add(bytes);
    pendingBytes += bytes.length;
  }

  private void flush(ClientConnection client) {
    if (pending.isEmpty()) {
      return;
    }
    if (firstByteMs == null) {
      firstByteMs = request.elapsedMs();
    }
    ByteBuffer bytes = ByteBuffer.allocate(pendingBytes);
    pending.forEach(bytes::put);
    pending.clear();
    pendingBytes = 0;
    client.write(bytes.array());
  }

  private void finish(@Nullable StreamContinuation continuation, ClientConnection client) {
    if (continuation != null) {
      continuation.end().forEach(this::hold);
    }
    calls.release().forEach(this::queue);
    if (request.profile().includeUsage() && !sent.saidUsage()) {
      Chunk usage = usageChunk();
      if (usage != null) {
        events.chunk(usage, this::add);
      }
    }
    events.end(this::add);
    flush(client);
  }

  /** The usage chunk a client asked for, when the upstream sent its counts with a choice. */
  private @Nullable Chunk usageChunk() {
    try {
      return sent.usageChunk();
    } catch (IOException parsedBefore) {
      return null;
    }
  }

  private StreamResumer.Resumed resume(Cut cut) {
    plan.attempts().add(cut.attempt());
    if (request.disconnected().fired() || cut.attempt() instanceof Attempt.Cancelled) {
      throw new ClientDisconnected();
    }
    if (!sent.canBeContinued() || request.profile().json()) {
      throw new GatewayException.UpstreamFailed(StreamFailureMessage.of(cut.attempt()));
    }
    try {
      return streamResumer.resume(request, plan, sent.text());
    } catch (GatewayException.UpstreamFailed | GatewayException.NoModelFits noModel) {
      throw new GatewayException.UpstreamFailed(StreamFailureMessage.of(cut.attempt()));
    }
  }

  private void fail(RuntimeException failed, Answer.Streaming current, ClientConnection client) {
    String message = String.valueOf(failed.getMessage());
    events.error(new ErrorEnvelope(message, "api_error", null, "upstream_broke_off"), this::add);
    try {
      flush(client);
    } catch (ClientDisconnected left) {
      // the client cannot read it
    }
    close(current, client);
    brokeOff(current, message);
  }

  private void close(Answer.Streaming current, ClientConnection client) {
    keepAlive.release(client);
    current.chunks().close();
  }
}
