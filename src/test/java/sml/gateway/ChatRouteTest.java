package sml.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order and the branches of {@code routes/chat.camel.yaml}, with a mock for each step. */
class ChatRouteTest extends CamelTestSupport {
  private static final String[] STEPS = {
    "add-prompt", "admit", "keep-alive", "recall", "plan", "ask-them", "remember", "reply"
  };

  @Override
  public void configureTest(TestExecutionConfiguration configuration) {
    super.configureTest(configuration);
    configuration.withUseAdviceWith(true);
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    for (String file : new String[] {"errors", "chat"}) {
      Path routes = Path.of("routes", file + ".camel.yaml");
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromBytes(routes.toString(), Files.readAllBytes(routes)));
    }
    return context;
  }

  @BeforeEach
  void everyStepIsAMock() throws Exception {
    context.getRegistry().bind("errorReply", new Explanation());
    AdviceWith.adviceWith(
        context,
        "chat",
        route -> {
          route.replaceFromWith("direct:chat");
          for (String step : STEPS) {
            route.weaveById(step).replace().to("mock:" + step);
          }
        });
    context.start();
  }

  /** Stands for the bean that renders errors. */
  public static final class Explanation {
    /** What the client would read. */
    public String explain() {
      return "explained";
    }
  }

  private void expect(int calls, String... steps) {
    for (String step : steps) {
      MockEndpoint mock = getMockEndpoint("mock:" + step);
      mock.expectedMessageCount(calls);
    }
  }

  private Exchange call() {
    return template.send("direct:chat", exchange -> {});
  }

  @Test
  void aRequestThatIsNotRecalledIsPlannedAskedAndRemembered() throws Exception {
    expect(1, STEPS);

    assertThat(call().getException()).isNull();

    MockEndpoint.assertIsSatisfied(context);
  }

  @Test
  void aRecalledAnswerGoesOutWithoutAskingAModel() throws Exception {
    expect(1, "admit", "recall", "reply");
    expect(0, "plan", "ask-them", "remember");
    getMockEndpoint("mock:recall").whenAnyExchangeReceived(at -> at.setVariable("answer", "known"));

    call();

    MockEndpoint.assertIsSatisfied(context);
  }

  @Test
  void aStepThatFailsIsExplainedAndNothingElseIsReplied() throws Exception {
    expect(1, "plan");
    expect(0, "ask-them", "remember", "reply");
    getMockEndpoint("mock:plan")
        .whenAnyExchangeReceived(
            at -> {
              throw new IllegalStateException("no model");
            });

    Exchange failed = call();

    MockEndpoint.assertIsSatisfied(context);
    assertThat(failed.getMessage().getBody()).isEqualTo("explained");
    assertThat(failed.getException()).isNull();
  }
}
