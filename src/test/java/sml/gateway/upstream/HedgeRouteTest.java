package sml.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ProcessorEndpoint;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The real routes of a hedge, around providers that answer at once. */
class HedgeRouteTest {
  private final AtomicInteger hedges = new AtomicInteger();
  private final AtomicInteger outs = new AtomicInteger();

  /** A plan with one hedge in it. */
  public static final class OneHedge {
    private volatile boolean open = true;
  }

  /** Ends the plan after its hedge. */
  public static final class Once {
    public OneHedge next(Exchange exchange) {
      OneHedge plan = exchange.getVariable("plan", OneHedge.class);
      plan.open = false;
      return plan;
    }

    public void pause() {}

    public String planAgain() {
      return "never needed";
    }

    public String settle() {
      return "settled";
    }
  }

  /** Gives every slot a candidate. */
  public static final class Slots {
    public String next() {
      return "a contender";
    }
  }

  /** Notes whether the winner has an out message when the multicast is about to copy it. */
  private final class Watch implements AggregationStrategy {
    private final FirstWins inner = new FirstWins();

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange branch) {
      return inner.aggregate(before, branch);
    }

    @Override
    @SuppressWarnings("deprecation") // the out message is what this is about
    public void onCompletion(@Nullable Exchange joined, Exchange request) {
      hedges.incrementAndGet();
      if (joined != null && joined.hasOut()) {
        outs.incrementAndGet();
      }
      inner.onCompletion(joined, request);
    }
  }

  private static final class Instant extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String slot, Map<String, Object> parameters) {
      Processor win =
          exchange -> {
            exchange.getMessage().setBody(slot);
            exchange.setRouteStop(true);
          };
      return new ProcessorEndpoint(uri, this, win);
    }
  }

  private static void bind(
      DefaultCamelContext context, String name, java.util.function.Predicate<OneHedge> test) {
    Predicate predicate = exchange -> test.test(exchange.getVariable("plan", OneHedge.class));
    context.getRegistry().bind(name, predicate);
  }

  // Camel (4.17) moves a winner's out message to its in message when a loser is joined, and copies
  // the winner meanwhile: a request whose hedge met that never ended
  @Test
  void aWinnerHasNoOutMessageThatALoserCouldTakeFromIt() throws Exception {
    try (var context = new DefaultCamelContext();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      context.getRegistry().bind("hedgeThreads", threads);
      bind(context, "planIsOpen", plan -> plan.open);
      bind(context, "nextIsHedge", plan -> true);
      bind(context, "nextIsConsensus", plan -> false);
      bind(context, "nextIsWait", plan -> false);
      context.getRegistry().bind("firstWins", new Watch());
      context.getRegistry().bind("failover", new Once());
      context.getRegistry().bind("hedgeSlots", new Slots());
      context.getRegistry().bind("router", new Once());
      context.addComponent("provider", new Instant());
      for (String file : new String[] {"errors", "hedge", "ask"}) {
        Path routes = Path.of("routes", file + ".camel.yaml");
        PluginHelper.getRoutesLoader(context)
            .loadRoutes(ResourceHelper.fromBytes(routes.toString(), Files.readAllBytes(routes)));
      }
      context.start();
      try (var client = context.createProducerTemplate()) {
        for (int round = 1; round <= 50; round++) {
          Exchange asked =
              client.request(
                  "direct:ask", exchange -> exchange.setVariable("plan", new OneHedge()));
          assertThat(asked.getVariable("answer")).isEqualTo("settled");
        }
      }
    }
    assertThat(hedges).hasValue(50);
    assertThat(outs).hasValue(0);
  }
}
