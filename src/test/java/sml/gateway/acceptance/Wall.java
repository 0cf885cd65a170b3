package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import sml.gateway.testkit.ChatRequestBuilder;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.Scale;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;
import sml.gateway.testkit.provider.Pacer;
import sml.gateway.testkit.provider.Received;
import sml.gateway.testkit.provider.SimulatedProvider;

/** One upstream with a failing primary model and a healthy fallback, and the expected results. */
final class Wall {
  static final String PRIMARY = "sim/primary";
  static final String FALLBACK = "sim/fallback";
  static final String HEALTHY = new Contents.Words(60).text();

  private final TestGateway gateway;
  private final SimulatedProvider upstream;

  Wall(TestGateway gateway, Behaviour primary, Behaviour fallback) {
    this(gateway, primary, fallback, Pacer.REAL);
  }

  Wall(TestGateway gateway, Behaviour primary, Behaviour fallback, Pacer pacer) {
    this.gateway = gateway;
    this.upstream = SimulatedProvider.start(SimulatedProvider.Options.standard().pacer(pacer));
    upstream.model("primary", primary).model("fallback", fallback);
    gateway.register("sim", upstream, "openai");
  }

  SimulatedProvider upstream() {
    return upstream;
  }

  ChatRequestBuilder chain() {
    return gateway.ask(PRIMARY, FALLBACK);
  }

  List<Received> tries() {
    return upstream.requests("primary");
  }

  /** The first of them when it is over, as far as the upstream is concerned. */
  Received firstTry() throws InterruptedException {
    assertThat(upstream.awaitIdle(Duration.ofSeconds(20))).isTrue();
    return tries().getFirst();
  }

  /** What the fallback counts for the same request when it is asked without a gateway. */
  JsonNode usageWithoutGateway() {
    return new sml.gateway.testkit.Client(upstream.port()).ask("fallback").streamed().usage();
  }

  /** The client has every word once, has seen the end of the stream, and waited no longer. */
  static Heard complete(Heard heard, double seconds) {
    assertThat(heard.error()).as(heard.body()).isNull();
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.text()).isEqualTo(HEALTHY);
    assertThat(heard.clean()).isTrue();
    assertThat(heard.finishReasons()).containsExactly("stop");
    assertThat(heard.took()).isLessThanOrEqualTo(Scale.atMost(seconds));
    if (!heard.events().isEmpty()) {
      assertThat(heard.done()).isTrue();
      assertThat(heard.models()).hasSize(1);
      assertThat(heard.usage().path("total_tokens").asInt()).isPositive();
    }
    return heard;
  }

  /** The client got an error it cannot take for an answer. */
  static JsonNode failed(Heard heard, double seconds) {
    JsonNode error = Objects.requireNonNull(heard.error(), heard.body());
    assertThat(error.path("message").asText()).isNotBlank();
    assertThat(heard.done()).isFalse();
    assertThat(heard.took()).isLessThanOrEqualTo(Scale.atMost(seconds));
    return error;
  }

  static Duration between(Received first, Received second) {
    return Duration.ofNanos(second.startedNanos() - first.startedNanos());
  }
}
