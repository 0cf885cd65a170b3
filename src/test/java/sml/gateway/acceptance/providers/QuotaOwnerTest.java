package sml.gateway.acceptance.providers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;

/** Rows that share an account are one for races and quotas. */
class QuotaOwnerTest {
  private static final String USED_UP =
      "Requests per day used up. The quota exceeded belongs to the account.";
  private static int number;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final String one = "owner" + ++number;
  private final String other = one + "-key";

  @BeforeEach
  void register() {
    gateway.model(one, "a", Behaviour.healthy());
    gateway.model(other, "b", Behaviour.healthy());
    Heard saved =
        gateway
            .client()
            .send("PUT", "/api/provider-catalog/" + other, "{\"quota_owner\":\"" + one + "\"}");
    assertThat(saved.json().at("/provider/quota_owner").asText()).isEqualTo(one);
  }

  private int calls() {
    return gateway.simulated(one).count("a") + gateway.simulated(other).count("b");
  }

  @Test
  void theyAreNotRacedAgainstEachOther() {
    String body =
        "{\"model\":\"sml/auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    Heard plan = gateway.client().send("POST", "/api/routing-explain", body);
    assertThat(plan.json().path("candidates")).hasSize(2);
    assertThat(plan.json().path("beginTogether").asInt()).isEqualTo(1);
    for (int request = 1; request <= 3; request++) {
      assertThat(gateway.ask("sml/auto").whole().status()).isEqualTo(200);
      assertThat(calls()).isEqualTo(request);
    }
  }

  @Test
  void whatOneOfThemHasUsedUpIsUsedUpForTheOther() {
    gateway.model("spare" + one, "m", Behaviour.healthy());
    gateway.model(one, "a", Behaviour.always(Fault.status(429).message(USED_UP)));
    assertThat(gateway.ask(one + "/a", "spare" + one + "/m").whole().models()).containsExactly("m");
    assertThat(gateway.ask(other + "/b", "spare" + one + "/m").whole().models())
        .containsExactly("m");
    assertThat(gateway.simulated(one).count("a")).isEqualTo(1);
    assertThat(gateway.simulated(other).count("b")).isZero();
  }
}
