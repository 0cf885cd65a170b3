package sml.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;

class TestGatewayTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void aHealthyModelIsHeardWholeAndStreamed() {
    gateway.model("kit", "m", Behaviour.healthy());
    String healthy = new Contents.Words(60).text();

    Heard whole = gateway.ask("kit/m").whole();
    assertThat(whole.status()).as(whole.body()).isEqualTo(200);
    assertThat(whole.text()).isEqualTo(healthy);

    Heard streamed = gateway.ask("kit/m").streamed();
    assertThat(streamed.text()).isEqualTo(healthy);
    assertThat(streamed.finishReasons()).containsExactly("stop");
    assertThat(streamed.usage().path("completion_tokens").asInt()).isPositive();
    assertThat(streamed.done()).isTrue();
    assertThat(streamed.clean()).isTrue();
    assertThat(streamed.error()).isNull();
    assertThat(gateway.simulated("kit").count("m")).isEqualTo(2);
  }

  @Test
  void aProviderOfAnEarlierTestIsRemoved() {
    gateway.model("kit", "m", Behaviour.healthy());
    gateway.removeProviders();
    assertThat(gateway.ask("kit/m").whole().error()).isNotNull();
  }
}
