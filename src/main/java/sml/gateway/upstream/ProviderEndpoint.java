package sml.gateway.upstream;

import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.Plan;
import sml.gateway.chat.hedge.HedgeContender;

/** Asks a provider, alone or as a contender of a hedge; nothing can be consumed from it. */
final class ProviderEndpoint extends DefaultEndpoint {
  private final boolean hedged;
  private final PlanStepRunner runner;

  ProviderEndpoint(String uri, ProviderComponent component, boolean hedged, PlanStepRunner runner) {
    super(uri, component);
    this.hedged = hedged;
    this.runner = runner;
  }

  @Override
  public Producer createProducer() {
    return new DefaultProducer(this) {
      @Override
      public void process(Exchange exchange) throws InterruptedException {
        ChatRequest request = exchange.getVariable("request", ChatRequest.class);
        Plan plan = exchange.getVariable("plan", Plan.class);
        if (!hedged) {
          exchange.getMessage().setBody(runner.alone(request, plan));
          return;
        }
        var contender = exchange.getVariable("contender", HedgeContender.class);
        Attempt attempt = runner.contend(request, plan, contender);
        exchange.getMessage().setBody(attempt);
        if (attempt instanceof Attempt.Answered) {
          // what stops the multicast: it takes a stopped branch for the final one
          exchange.setRouteStop(true);
        }
      }
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("a provider can be asked, not listened to");
  }

  @Override
  public boolean isLenientProperties() {
    return false;
  }
}
