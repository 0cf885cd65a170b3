package sml.gateway.reply;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.HttpReply;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Step;
import sml.gateway.chat.Turn;

/** Renders an answer for the client: a JSON body, or a stream that is written while it comes in. */
@Component("chatReply")
final class ChatReply {
  private final KeepAlive keepAlive;
  private final Continuation continuation;
  private final Report report;

  ChatReply(KeepAlive keepAlive, Continuation continuation, Report report) {
    this.keepAlive = keepAlive;
    this.continuation = continuation;
    this.report = report;
  }

  /** The reply to a turn that was answered. */
  public HttpReply render(
      @Variable("turn") Turn turn, @Variable("plan") Plan plan, @Variable("answer") Answer answer) {
    boolean hedged = plan.next() instanceof Step.Settled settled && settled.raced();
    return switch (answer) {
      case Answer.Whole whole -> whole(turn, plan, whole, hedged);
      case Answer.Streaming streaming -> {
        Map<String, String> headers = ResponseHeaders.stream();
        ResponseHeaders.answeredBy(answer.candidate().ref(), hedged, headers);
        yield new HttpReply(
            200,
            headers,
            new StreamReply(turn, plan, streaming, headers, keepAlive, continuation, report));
      }
    };
  }

  private HttpReply whole(Turn turn, Plan plan, Answer.Whole whole, boolean hedged) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(ResponseHeaders.CONTENT_TYPE, ResponseHeaders.JSON);
    ResponseHeaders.answeredBy(whole.candidate().ref(), hedged, headers);
    report.answered(turn, plan, whole.candidate().ref(), whole.usage(), turn.elapsedMs());
    return new HttpReply(200, headers, new HttpReply.Bytes(whole.json()));
  }
}
