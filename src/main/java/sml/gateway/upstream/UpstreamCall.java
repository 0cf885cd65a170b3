package sml.gateway.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Keyring.ApiKey;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Attempt.Phase;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.ToolCallsMade;
import sml.gateway.chat.Usage;
import sml.gateway.network.Cancellation.Registration;
import sml.gateway.upstream.AttemptRunner.AttemptRequest;
import sml.gateway.upstream.CallFactory.CallTools;
import sml.gateway.upstream.dialect.RefusalReader;
import sml.gateway.upstream.transport.LargeAnswers;
import sml.gateway.upstream.transport.ObservedBody;
import sml.gateway.upstream.transport.ResponseDecoder;
import sml.gateway.upstream.transport.ResponseFields;
import sml.gateway.upstream.transport.SilenceWatch;
import sml.gateway.upstream.wire.ExpectedAnswer;
import sml.gateway.upstream.wire.WholeReader;

/**
 * One call to one provider, from the request to the last byte. Each of its cancellations (client
 * disconnected, hedge lost, limit exceeded) closes the connection, which ends the read under way.
 */
final class UpstreamCall {
  private static final String CODING = "content-encoding";
  private static final int ERROR_BODY = 64 * 1024;

  private final AttemptRequest question;
  private final Provider provider;
  private final ApiKey key;
  private final RequestFactory.Prepared prepared;
  private final Runnable release;
  private final CallTools tools;
  private final SilenceWatch watch;
  private final LargeAnswers.Permit large;
  private final Registration clientLeft;
  private final Registration hedgeLost;
  private final long startedMs;
  private final CallLimits limits;
  private volatile long heardNanos = System.nanoTime();
  private volatile @Nullable String cancelled;
  private @Nullable ClassicHttpResponse response;
  private Map<String, String> headers = Map.of();
  private @Nullable Long firstContentMs;
  private boolean over;

  UpstreamCall(
      AttemptRequest question,
      Provider provider,
      ApiKey key,
      RequestFactory.Prepared prepared,
      Runnable release,
      CallTools tools) {
    this.question = question;
    this.provider = provider;
    this.key = key;
    this.prepared = prepared;
    this.release = release;
    this.tools = tools;
    ChatRequest request = question.request();
    this.startedMs = request.elapsedMs();
    this.limits = CallLimits.of(question, prepared.streamed(), provider, tools.settings());
    this.watch = new SilenceWatch(tools.timer(), limits.head(), limits.total(), this::abort);
    this.large = tools.large().permit(request.call().client(), this::waitsForMemory, this::isOver);
    this.clientLeft = request.disconnected().on(() -> cancel("the client has left"));
    this.hedgeLost =
        question.hedge() == null
            ? () -> {}
            : question.hedge().lost().on(() -> cancel("another contender answered first"));
  }

  Attempt run() {
    try {
      ClassicHttpResponse head = tools.transport().send(prepared.post());
      response = head;
      heardNanos = System.nanoTime();
      headers = ResponseFields.of(head);
      tools.gate().observe(candidate().ref(), keyId(), headers);
      if (head.getEntity() == null) {
        return end(broken("status " + head.getCode() + " without a body", false), null);
      }
      InputStream body = new ObservedBody(head.getEntity().getContent(), this::bytesCame);
      if (head.getCode() >= 300) {
        return end(refused(head.getCode(), body), null);
      }
      return new AnswerReader(this, headers).read(body);
    } catch (IOException | RuntimeException failed) {
      return end(failure(failed, firstContentMs == null), null);
    } catch (Error fatal) {
      end(broken("out of resources", false), null);
      throw fatal;
    }
  }

  private Attempt refused(int status, InputStream body) throws IOException {
    watch.expect(new SilenceWatch.Limit(Phase.GAP, tools.settings().silence()));
    byte[] bytes = new byte[0];
    try {
      bytes = ResponseDecoder.words(body, headers.get(CODING), ERROR_BODY);
    } catch (IOException cut) {
      // its status and headers are all that is needed
      if (cancelled != null) {
        throw cut;
      }
    }
    Refusal refusal =
        RefusalReader.read(status, headers, bytes, provider.quotas(), tools.clock().instant());
    return new Attempt.Refused(candidate(), timing(), prepared.additions().judge(refusal, bytes));
  }

  /** True when it asks for a stream, be it for the client or to be joined. */
  boolean streamed() {
    return prepared.streamed();
  }

  CallLimits limits() {
    return limits;
  }

  AttemptRequest question() {
    return question;
  }

  /** What is known of the answer before it comes. */
  ExpectedAnswer expected() {
    return tools.reasoning().expected(question, provider);
  }

  LargeAnswers.Permit large() {
    return large;
  }

  boolean isCancelled() {
    return cancelled != null;
  }

  private boolean isOver() {
    return cancelled != null || watch.expired() != null;
  }

  CallTools tools() {
    return tools;
  }

  boolean startsOver() {
    return prepared.startsOver();
  }

  Candidate candidate() {
    return question.candidate();
  }

  /** Valid content of a whole answer came, which is not complete yet. */
  void heardContent() {
    noteContent();
    if (question.hedge() != null) {
      question.hedge().onContent().run();
    }
  }

  /** Valid content is here; true unless another contender was faster. */
  boolean claim() {
    noteContent();
    return question.hedge() == null || question.hedge().claim().getAsBoolean();
  }

  private void noteContent() {
    firstContentMs = firstContentMs == null ? question.request().elapsedMs() : firstContentMs;
  }

  /** The answer made these tool calls; their results had best come back to the same model. */
  void calls(WholeReader.MadeCalls calls) {
    // an exam's tool call is never answered
    if (!calls.ids().isEmpty() && question.request().purpose() == null) {
      tools.events().publishEvent(new ToolCallsMade(candidate().ref(), calls.ids()));
      tools.callIds().note(candidate().ref(), calls.renamed());
    }
  }

  SilenceWatch watch() {
    return watch;
  }

  AttemptTiming timing() {
    return new AttemptTiming(startedMs, firstContentMs, question.request().elapsedMs());
  }

  Attempt lost() {
    return new Attempt.Cancelled(candidate(), timing(), "another contender answered first");
  }

  Attempt broken(String what, boolean mayRetry) {
    return new Attempt.Broken(candidate(), timing(), what, mayRetry);
  }

  /** What came is no answer; after a silence that was long enough it is a time-out. */
  Attempt ended(String what, boolean mayRetry) {
    Duration silent = Duration.ofNanos(System.nanoTime() - heardNanos);
    return silent.compareTo(tools.settings().silence()) > 0
        ? new Attempt.TimedOut(candidate(), timing(), Phase.CLOSED, silent)
        : broken(what, mayRetry);
  }

  /** What an exception means: a cancellation of ours, a limit, or a broken connection. */
  Attempt failure(Exception failed, boolean mayRetry) {
    String why = cancelled;
    if (why != null) {
      return new Attempt.Cancelled(candidate(), timing(), why);
    }
    SilenceWatch.Limit expired = watch.expired();
    if (expired != null) {
      return new Attempt.TimedOut(candidate(), timing(), expired.phase(), expired.time());
    }
    if (Thread.currentThread().isInterrupted()) {
      return new Attempt.Cancelled(candidate(), timing(), "the work it belonged to was stopped");
    }
    return TransportFailure.of(failed, this, mayRetry);
  }

  /** Ends the call once: releases everything and reports the outcome to the listeners. */
  Attempt end(Attempt ended, @Nullable Usage usage) {
    if (over) {
      return ended;
    }
    Attempt attempt = firstContentMs == null ? prepared.additions().judge(ended) : ended;
    over = true;
    watch.close();
    large.ended(attempt);
    clientLeft.close();
    hedgeLost.close();
    close();
    release.run();
    tools
        .events()
        .publishEvent(
            new AttemptFinished(
                question.request(), prepared.streamed(), attempt, keyId(), headers, usage));
    return attempt;
  }

  private void close() {
    ClassicHttpResponse open = response;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException alreadyClosed) {
      prepared.post().cancel();
    }
  }

  private void cancel(String why) {
    cancelled = why;
    abort();
  }

  private void abort() {
    prepared.post().cancel();
  }

  private @Nullable Long keyId() {
    return key.id() == 0 ? null : key.id();
  }

  /** Time spent waiting for memory does not count as silence of the provider. */
  private void waitsForMemory(boolean begins) {
    heardNanos = System.nanoTime();
    watch.expect(new SilenceWatch.Limit(Phase.GAP, tools.settings().gap()));
    if (begins) {
      watch.idle();
    }
  }

  private void bytesCame(boolean blank) {
    heardNanos = System.nanoTime();
    // a client that named one model waits for its answer as long as the connection lives
    if (!prepared.streamed() && !(blank && question.only())) {
      watch.expect(new SilenceWatch.Limit(Phase.GAP, tools.settings().gap()));
    }
  }
}
