package sml.gateway.upstream;

import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Turn;

/** One lane of asking; nothing can be consumed from it. */
final class ProviderEndpoint extends DefaultEndpoint {
  private final Lane lane;
  private final Asker asker;

  ProviderEndpoint(String uri, ProviderComponent component, Lane lane, Asker asker) {
    super(uri, component);
    this.lane = lane;
    this.asker = asker;
  }

  @Override
  public Producer createProducer() {
    return new DefaultProducer(this) {
      @Override
      public void process(Exchange exchange) throws InterruptedException {
        Turn turn = exchange.getVariable("turn", Turn.class);
        Plan plan = exchange.getVariable("plan", Plan.class);
        Attempt attempt = lane.run(turn, plan, asker);
        exchange.getMessage().setBody(attempt);
        if (lane != Lane.ALONE && attempt instanceof Attempt.Answered) {
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
