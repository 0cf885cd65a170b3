package sml.gateway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Category;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ProbeClient;
import sml.gateway.chat.ProbeClient.ProbeRequest;
import sml.gateway.chat.ProbeClient.Purpose;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.RequestFinished;
import sml.gateway.simulation.speech.Content.ThoughtField;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;

/** Requests of the gateway itself take the path of client requests, but are counted separately. */
class ProbeClientTest {
  private static final ModelRef MODEL = new ModelRef("probed", "m");

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Attempt ask(Purpose purpose) {
    return ask(purpose, Duration.ofSeconds(30));
  }

  private Attempt ask(Purpose purpose, Duration timeout) {
    String body =
        """
        {"model":"whatever","messages":[{"role":"user","content":"ตอบ 42"}],"max_tokens":50}
        """;
    ProbeClient probeClient = gateway.context().getBean(ProbeClient.class);
    return probeClient.ask(
        new ProbeRequest(MODEL, body.getBytes(UTF_8), Category.MATH, timeout, purpose));
  }

  @Test
  void anAnswerComesWholeAndWithoutThoughts() throws Exception {
    gateway.model(
        "probed",
        "m",
        Behaviour.healthy().text("42").thinking(ThoughtField.THINK_TAGS, "six times seven"));
    Attempt attempt = ask(Purpose.EXAM);
    assertThat(attempt).isInstanceOf(Attempt.Answered.class);
    var whole = (Answer.Whole) ((Attempt.Answered) attempt).answer();
    assertThat(whole.text()).isEqualTo("42");
    JsonNode sent = gateway.simulated("probed").requests("m").getFirst().json();
    assertThat(sent.path("model").asText()).isEqualTo("m");
    assertThat(sent.path("max_tokens").asInt()).isEqualTo(50);
  }

  @Test
  void itIsCountedByItsRouteAndNotAsARequest() throws Exception {
    gateway.model("probed", "m", Behaviour.healthy());
    var route =
        gateway
            .context()
            .getBean(CamelContext.class)
            .getCamelContextExtension()
            .getContextPlugin(ManagedCamelContext.class)
            .getManagedRoute("model-probe");
    long before = route.getExchangesTotal();
    var finished = new Semaphore(0);
    ApplicationListener<ApplicationEvent> listener =
        event -> finished.release(isFinished(event) ? 1 : 0);
    gateway.context().addApplicationListener(listener);
    assertThat(ask(Purpose.EXAM)).isInstanceOf(Attempt.Answered.class);
    assertThat(route.getExchangesTotal()).isEqualTo(before + 1);
    var stats = gateway.context().getBean(LiveStats.class).of(MODEL, Category.MATH);
    assertThat(stats.samples()).isZero();
    // what the request log is written from; the request of a client shows that the listener works
    assertThat(finished.tryAcquire()).isFalse();
    assertThat(gateway.ask(MODEL.id()).whole().status()).isEqualTo(200);
    assertThat(finished.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    gateway.context().removeApplicationListener(listener);
  }

  private static boolean isFinished(ApplicationEvent event) {
    return event instanceof PayloadApplicationEvent<?> finished
        && finished.getPayload() instanceof RequestFinished;
  }

  @Test
  void aModelThatCoolsDownIsNotAsked() {
    gateway.model(
        "probed", "m", Behaviour.always(Fault.status(429).retryAfter(Duration.ofSeconds(40))));
    Attempt first = ask(Purpose.HEALTH);
    assertThat(first)
        .isInstanceOfSatisfying(
            Attempt.Refused.class,
            refused -> assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.RATE_LIMITED));
    assertThat(ask(Purpose.HEALTH))
        .isInstanceOfSatisfying(
            Attempt.NotAsked.class,
            shut -> assertThat(shut.retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(40)));
    assertThat(gateway.simulated("probed").count("m")).isEqualTo(1);
  }

  @Test
  void itsOwnTimeoutCounts() {
    gateway.model("probed", "m", Behaviour.always(Fault.silence()));
    assertThat(ask(Purpose.EXAM, Duration.ofMillis(300))).isInstanceOf(Attempt.TimedOut.class);
  }

  @Test
  void anEmptyAnswerIsReportedAsSuch() {
    gateway.model("probed", "m", Behaviour.healthy().text(""));
    assertThat(ask(Purpose.EXAM))
        .isInstanceOfSatisfying(
            Attempt.Broken.class,
            broken -> assertThat(broken.what()).isEqualTo(Attempt.Broken.EMPTY));
  }

  @Test
  void anUnknownModelCannotBeAsked() {
    assertThat(ask(Purpose.PROBE)).isInstanceOf(Attempt.NotAsked.class);
  }
}
