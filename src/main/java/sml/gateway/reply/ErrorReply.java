package sml.gateway.reply;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.component.jsonvalidator.JsonValidationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheLookup;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.format.AnswerFormat;
import sml.gateway.chat.format.CompletionFormat;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/**
 * Renders an exception of a route as an error in the format of its client, in-band when a stream
 * had already begun.
 */
@Component("errorReply")
final class ErrorReply {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorReply.class);

  private final KeepAlive keepAlive;
  private final RequestReport report;

  ErrorReply(KeepAlive keepAlive, RequestReport report) {
    this.keepAlive = keepAlive;
    this.report = report;
  }

  private record ErrorResult(
      int status, ErrorEnvelope error, @Nullable Duration retryAfter, boolean exhausted) {}

  /** The reply to the failure of an exchange. */
  public HttpReply explain(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    ChatRequest request = exchange.getVariable("request", ChatRequest.class);
    // of a request that leads others, the call is that of the client
    HttpCall own = exchange.getProperty(HttpCall.PROPERTY, HttpCall.class);
    HttpCall call = own == null && request != null ? request.call() : own;
    Plan plan = exchange.getVariable("plan", Plan.class);
    closeAnswer(exchange.getVariable("answer", Answer.class), plan);
    ErrorResult result =
        switch (failure) {
          case GatewayException known -> result(known);
          case JsonValidationException invalid -> result(BodyFault.of(invalid));
          case DataAccessException away -> away(away, call);
          case null, default -> unexpected(failure, call);
        };
    AnswerFormat format =
        Objects.requireNonNullElse(
            exchange.getVariable("format", AnswerFormat.class), CompletionFormat.CHAT);
    if (call == null) {
      return reply(result, format);
    }
    if (call.path().startsWith("/v1/")) {
      report.failed(
          call, request, plan, result.status(), result.error().message(), verdict(exchange));
    }
    keepAlive.release(call.client());
    return call.client().begun() ? inBand(result, format) : reply(result, format);
  }

  /**
   * An answer that came before the failure has no reader, so it is closed; where others read it
   * too, only this request's part in it, whereas the plan has the call of all of them.
   */
  private static void closeAnswer(@Nullable Answer taken, @Nullable Plan plan) {
    if (taken != null) {
      close(taken);
    } else if (plan != null) {
      for (Attempt attempt : plan.attempts()) {
        if (attempt instanceof Attempt.Answered answered) {
          close(answered.answer());
        }
      }
    }
  }

  private static void close(Answer answer) {
    if (answer instanceof Answer.Streaming streaming) {
      streaming.chunks().close();
    }
  }

  private static CacheVerdict verdict(Exchange exchange) {
    CacheLookup lookup = exchange.getVariable("lookup", CacheLookup.class);
    return lookup == null ? CacheVerdict.OFF : lookup.verdict();
  }

  private static ErrorResult result(GatewayException failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case GatewayException.InvalidRequest wrong ->
          result(wrong.status(), message, wrong.param(), wrong.code(), null, false);
      case GatewayException.NotFound missing ->
          result(404, message, missing.param(), missing.code(), null, false);
      case GatewayException.NotAllowed denied ->
          result(denied.status(), message, null, denied.code(), null, false);
      case GatewayException.NoModelFits unfit ->
          result(
              503,
              message,
              null,
              "server_overloaded",
              unfit.retryAfter(),
              unfit.retryAfter() == null);
      case GatewayException.UpstreamFailed failed -> upstream(failed.refusal());
      case GatewayException.ClientDisconnected left ->
          result(499, message, null, "client_gone", null, true);
    };
  }

  private static ErrorResult upstream(Refusal refusal) {
    ErrorEnvelope usual =
        ErrorEnvelope.of(refusal.status(), refusal.message(), refusal.param(), refusal.code());
    ErrorEnvelope error =
        refusal.type() == null
            ? usual
            : new ErrorEnvelope(refusal.message(), refusal.type(), refusal.param(), refusal.code());
    return new ErrorResult(refusal.status(), error, refusal.retryAfter(), refusal.status() != 429);
  }

  private static ErrorResult result(
      int status,
      String message,
      @Nullable String param,
      @Nullable String code,
      @Nullable Duration retryAfter,
      boolean exhausted) {
    return new ErrorResult(
        status, ErrorEnvelope.of(status, message, param, code), retryAfter, exhausted);
  }

  private static ErrorResult away(DataAccessException failure, @Nullable HttpCall call) {
    boolean expected =
        failure instanceof DataAccessResourceFailureException
            || failure instanceof TransientDataAccessException;
    LOG.atLevel(expected ? Level.DEBUG : Level.WARN)
        .log(
            "event=database_unreadable path={} cause={}",
            call == null ? "?" : call.path(),
            failure.getMostSpecificCause().toString());
    return result(503, "The database cannot be read now.", null, "unavailable", null, false);
  }

  private static ErrorResult unexpected(@Nullable Throwable failure, @Nullable HttpCall call) {
    LOG.error("request={} failed unexpectedly", call == null ? "?" : call.id(), failure);
    return result(
        500,
        "The gateway failed unexpectedly; its log says why.",
        null,
        "server_error",
        null,
        true);
  }

  private static HttpReply reply(ErrorResult result, AnswerFormat format) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(ResponseHeaders.CONTENT_TYPE, ResponseHeaders.JSON);
    headers.putAll(format.headers());
    if (result.exhausted()) {
      headers.put(ResponseHeaders.SHOULD_RETRY, "false");
    }
    Duration retryAfter = result.retryAfter();
    if (retryAfter != null) {
      headers.put(
          ResponseHeaders.RETRY_AFTER,
          String.valueOf(Math.max(1, (retryAfter.toMillis() + 999) / 1000)));
    }
    byte[] body = format.error(result.status(), result.error());
    return new HttpReply(result.status(), headers, new HttpReply.Bytes(body));
  }

  /** The head was sent already: the stream ends with the error as its last event. */
  private static HttpReply inBand(ErrorResult result, AnswerFormat format) {
    var event = new ByteArrayOutputStream();
    format.events().error(result.error(), event::writeBytes);
    HttpReply.Stream stream = (ClientConnection client) -> client.write(event.toByteArray());
    return new HttpReply(200, ResponseHeaders.stream(), stream);
  }
}
