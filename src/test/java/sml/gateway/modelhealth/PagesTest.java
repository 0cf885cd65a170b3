package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sml.gateway.modelhealth.Lab.A;
import static sml.gateway.modelhealth.Lab.B;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.GatewayException;
import sml.gateway.modelhealth.quotas.QuotaAccounts;
import sml.gateway.modelhealth.quotas.known.DocumentedQuotas.Documented;

class PagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Lab lab = new Lab();
  private final CircuitsApi circuits = new CircuitsApi(lab.state, lab.clock);

  @Test
  void onlyModelsInTroubleAreListed() {
    lab.answers(B);
    for (int i = 0; i < 5; i++) {
      lab.fails(A);
    }
    JsonNode rows = JSON.valueToTree(circuits.list().circuits());
    assertThat(rows).hasSize(1);
    JsonNode row = rows.get(0);
    assertThat(row.get("model").asText()).isEqualTo("p/a");
    assertThat(row.get("state").asText()).isEqualTo("open");
    assertThat(row.get("successRate").asDouble()).isZero();
    assertThat(row.get("openUntil").asLong()).isEqualTo(lab.clock.millis() + 30_000);
    assertThat(row.get("streak").asInt()).isEqualTo(5);
    assertThat(row.get("cooldownReason").asText()).isEqualTo("error: no");
  }

  @Test
  void resettingOneModelLeavesTheOthers() {
    lab.fails(A);
    lab.fails(B);
    assertThat(circuits.reset("p/a").reset()).isEqualTo(1);
    assertThat(lab.enters(A)).isTrue();
    assertThat(lab.enters(B)).isFalse();
  }

  @Test
  void resettingAllForgetsAllTrouble() {
    lab.fails(A);
    lab.fails(B);
    assertThat(circuits.reset("").ok()).isTrue();
    assertThat(lab.enters(A) && lab.enters(B)).isTrue();
    assertThat(circuits.list().circuits()).isEmpty();
  }

  @Test
  void aNameWithoutAModelIsRefused() {
    assertThatThrownBy(() -> circuits.reset("p"))
        .isInstanceOf(GatewayException.InvalidRequest.class)
        .hasMessageContaining("provider/model");
  }

  private ProviderLimitsApi.LimitList limits() {
    return new ProviderLimitsApi(lab.state, lab.registry, Lab.DOCUMENTED, QuotaAccounts.SINGLE)
        .list();
  }

  @Test
  void documentedLimitsAreListedWithWhatTheyCount() {
    var documented = limits().documented();
    assertThat(documented)
        .contains(
            new Documented("sealion", null, "account", "requests a minute", 10, "documented"),
            new Documented("modelscope", null, "account", "requests a day", 2000, "documented"),
            new Documented("modelscope", "", "model", "requests a day", 200, "documented"),
            new Documented("groq", "gpt-oss", "model", "tokens a day", 200_000, "documented"));
  }

  @Test
  void learnedLimitsAreListed() {
    lab.gate.observe(
        A, 1L, Map.of("x-ratelimit-limit-tokens", "6000", "x-ratelimit-remaining-tokens", "0"));
    JsonNode rows = JSON.valueToTree(limits().limits());
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get("modelId").asText()).isEqualTo("a");
    assertThat(rows.get(0).get("limitTpm").asLong()).isEqualTo(6000);
    assertThat(rows.get(0).get("remainingTpm").asLong()).isZero();
    assertThat(rows.get(0).get("limitRpd").isNull()).isTrue();
    assertThat(rows.get(0).get("source").asText()).isEqualTo("header");
  }
}
