package sml.gateway.reply;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.Plan;

/** Finds a model that continues a broken stream, through the {@code continue} route. */
@Component
final class StreamResumer implements DisposableBean {
  private final CamelContext camel;
  private @Nullable ProducerTemplate template;

  /** The continuing answer, and the plan with the attempts it took. */
  record Resumed(Plan plan, Answer answer) {}

  StreamResumer(CamelContext camel) {
    this.camel = camel;
  }

  /**
   * The rest of an answer.
   *
   * @param sent text the client has already
   * @throws GatewayException when no model can go on
   */
  Resumed resume(ChatRequest request, Plan plan, String sent) {
    Exchange exchange = new DefaultExchange(camel);
    exchange.setVariable("request", request);
    exchange.setVariable("plan", plan.after(sent));
    template().send("direct:continue", exchange);
    Exception failed = exchange.getException();
    if (failed instanceof GatewayException known) {
      throw known;
    }
    if (failed != null) {
      throw new IllegalStateException("the continue route failed", failed);
    }
    return new Resumed(
        exchange.getVariable("plan", Plan.class), exchange.getVariable("answer", Answer.class));
  }

  private synchronized ProducerTemplate template() {
    if (template == null) {
      template = camel.createProducerTemplate();
    }
    return template;
  }

  @Override
  public synchronized void destroy() {
    if (template != null) {
      template.stop();
    }
  }
}
