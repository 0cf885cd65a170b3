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
  private final StreamSettings settings;

  ChatReply(
      KeepAlive keepAlive, Continuation continuation, Report report, StreamSettings settings) {
    this.keepAlive = keepAlive;
    this.continuation = continuation;
    this.report = report;
    this.settings = settings;
  }

  /** The reply to a turn that was answered. */
  public HttpReply render(
      @Variable("turn") Turn turn, @Variable("plan") Plan plan, @Variable("answer") Answer answer) {
    return switch (answer) {
      case Answer.Whole whole -> whole(turn, plan, whole);
      case Answer.Streaming streaming -> {
        Map<String, String> headers = ResponseHeaders.stream();
        answeredBy(plan, answer, headers);
        // a keep-alive may have sent the head, which could not tell yet who answers
        boolean sent = turn.call().client().begin(headers);
        byte[] comment = sent ? new byte[0] : ResponseHeaders.comment(headers);
        yield new HttpReply(
            200,
            headers,
            new StreamReply(
                turn,
                plan,
                streaming,
                comment,
                keepAlive,
                continuation,
                report,
                new HeldCalls(settings.holdCalls())));
      }
    };
  }

  private HttpReply whole(Turn turn, Plan plan, Answer.Whole whole) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(ResponseHeaders.CONTENT_TYPE, ResponseHeaders.JSON);
    answeredBy(plan, whole, headers);
    report.answered(turn, plan, whole.candidate().ref(), whole.usage(), turn.elapsedMs());
    return new HttpReply(200, headers, new HttpReply.Bytes(whole.json()));
  }

  private static void answeredBy(Plan plan, Answer answer, Map<String, String> headers) {
    boolean hedged = plan.next() instanceof Step.Settled settled && settled.raced();
    ResponseHeaders.answeredBy(answer.candidate().ref(), hedged, headers);
    if (plan.next() instanceof Step.Agreed agreed) {
      ResponseHeaders.agreed(agreed.agreement(), headers);
    }
  }
}
