package sml.gateway.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChunkStream;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.network.HttpReply;

/** A route that fails after a model has begun to answer. */
class LateFailureTest {
  private static final Candidate CANDIDATE =
      new Candidate(new ModelRef("p", "m"), true, 1, null, 1, "named");

  private final Unread upstream = new Unread();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void theUpstreamCallOfAnAnswerThatIsNotPassedOnEnds() {
    assertThat(explain().status()).isEqualTo(500);
    assertThat(upstream.closed).isEqualTo(1);
  }

  @Test
  void anAnswerThatOthersReadTooGoesOnForThem() {
    var own = new Unread();
    exchange.setVariable("answer", new Answer.Streaming(CANDIDATE, own, false));
    explain();
    assertThat(own.closed).isEqualTo(1);
    assertThat(upstream.closed).isZero();
  }

  private HttpReply explain() {
    var keepAlive = new KeepAlive(new StreamSettings(Duration.ofMinutes(1), Duration.ZERO));
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("after the answer"));
    exchange.setVariable("plan", answered());
    HttpReply reply = new ErrorReply(keepAlive, new RequestReport(event -> {})).explain(exchange);
    keepAlive.destroy();
    return reply;
  }

  private Plan answered() {
    var answer = new Answer.Streaming(CANDIDATE, upstream, false);
    return new Plan(
        Category.GENERAL,
        true,
        List.of(CANDIDATE),
        List.of(),
        List.of(new Attempt.Answered(CANDIDATE, new AttemptTiming(0, 1L, 1), answer)),
        List.of(),
        PlanStep.Settled.NOTHING,
        null,
        "");
  }

  private static final class Unread implements ChunkStream {
    private int closed;

    @Override
    public Event next() {
      throw new AssertionError("it has no reader");
    }

    @Override
    public boolean ready() {
      return false;
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
