package sml.gateway.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

/** A route that fails after a model has begun to answer. */
class LateFailureTest {
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void theUpstreamCallOfAnAnswerThatIsNotPassedOnEnds() {
    var keepAlive = new KeepAlive(new StreamSettings(Duration.ofMinutes(1), Duration.ZERO));
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("after the answer"));
    exchange.setVariable("plan", answered());
    var reply = new ErrorReply(keepAlive, new RequestReport(event -> {})).explain(exchange);
    keepAlive.destroy();
    assertThat(reply.status()).isEqualTo(500);
    assertThat(closed).hasValue(1);
  }

  private Plan answered() {
    var candidate = new Candidate(new ModelRef("p", "m"), true, 1, null, 1, "named");
    var answer = new Answer.Streaming(candidate, new Unread(), false);
    return new Plan(
        Category.GENERAL,
        true,
        List.of(candidate),
        List.of(),
        List.of(new Attempt.Answered(candidate, new AttemptTiming(0, 1L, 1), answer)),
        List.of(),
        PlanStep.Settled.NOTHING,
        null,
        "");
  }

  private final class Unread implements ChunkStream {
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
      closed.incrementAndGet();
    }
  }
}
