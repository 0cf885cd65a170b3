package sml.gateway.reply;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheLookup;
import sml.gateway.chat.Answer;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.network.HttpReply;

/** Renders an answer for the client: a JSON body, or a stream that is written while it comes in. */
@Component("chatReply")
final class ChatReply {
  private final KeepAlive keepAlive;
  private final StreamResumer streamResumer;
  private final RequestReport report;
  private final StreamSettings settings;

  ChatReply(
      KeepAlive keepAlive,
      StreamResumer streamResumer,
      RequestReport report,
      StreamSettings settings) {
    this.keepAlive = keepAlive;
    this.streamResumer = streamResumer;
    this.report = report;
    this.settings = settings;
  }

  /** The reply to a request that was answered. */
  public HttpReply render(
      @Variable("request") ChatRequest request,
      @Variable("plan") Plan plan,
      @Variable("answer") Answer answer,
      @Variable("lookup") @Nullable CacheLookup lookup) {
    CacheVerdict cache = lookup == null ? CacheVerdict.OFF : lookup.verdict();
    return switch (answer) {
      case Answer.Whole whole -> whole(request, plan, whole, cache);
      case Answer.Plain plain -> plain(request, plan, plain, cache);
      case Answer.Streaming streaming -> {
        Map<String, String> headers = ResponseHeaders.stream();
        headers.putAll(request.format().headers());
        answeredBy(plan, answer, cache, headers);
        // a keep-alive may have sent the head, when it was not known yet who answers
        boolean sent = request.call().client().begin(headers);
        byte[] comment = sent ? new byte[0] : ResponseHeaders.comment(headers);
        yield new HttpReply(
            200,
            headers,
            new StreamReply(
                request,
                plan,
                streaming,
                comment,
                keepAlive,
                streamResumer,
                report,
                cache,
                new BufferedToolCalls(settings.holdCalls())));
      }
    };
  }

  private HttpReply whole(ChatRequest request, Plan plan, Answer.Whole whole, CacheVerdict cache) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(ResponseHeaders.CONTENT_TYPE, ResponseHeaders.JSON);
    headers.putAll(request.format().headers());
    answeredBy(plan, whole, cache, headers);
    byte[] body = request.format().whole(whole);
    report.answered(
        request,
        plan,
        whole.candidate().ref(),
        whole.usage(),
        request.elapsedMs(),
        cache,
        whole::text);
    return new HttpReply(200, headers, new HttpReply.Bytes(body));
  }

  private HttpReply plain(ChatRequest request, Plan plan, Answer.Plain plain, CacheVerdict cache) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(ResponseHeaders.CONTENT_TYPE, plain.contentType());
    answeredBy(plan, plain, cache, headers);
    report.answered(
        request,
        plan,
        plain.candidate().ref(),
        plain.usage(),
        request.elapsedMs(),
        cache,
        () -> "");
    return new HttpReply(200, headers, new HttpReply.Bytes(plain.bytes()));
  }

  private static void answeredBy(
      Plan plan, Answer answer, CacheVerdict cache, Map<String, String> headers) {
    if (cache.isHit()) {
      headers.put(ResponseHeaders.CACHE, "HIT");
    }
    boolean hedged = plan.next() instanceof PlanStep.Settled settled && settled.hedged();
    ResponseHeaders.answeredBy(answer.candidate().ref(), hedged, headers);
    if (plan.next() instanceof PlanStep.Agreed agreed) {
      ResponseHeaders.agreed(agreed.agreement(), headers);
    }
  }
}
