package sml.gateway.acceptance.providers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.SimulatedProvider;

/** A provider of one's own is tried before it is saved. */
class ProviderTrialTest {
  private static final String ROW = "/api/provider-catalog/trial-new";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Heard test(String path, String body) {
    return gateway.client().send("POST", path + "/test", body.replace('\'', '"'));
  }

  private String address() {
    gateway.model("trial-there", "m", Behaviour.healthy());
    return gateway.simulated("trial-there").baseUrl().toString();
  }

  @Test
  void whatAnswersIsSaidWithItsModelsAndNothingIsSaved() {
    Heard tried = test(ROW, "{'base_url':'%s','keyless':true}".formatted(address()));
    assertThat(tried.status()).as(tried.body()).isEqualTo(200);
    assertThat(tried.body()).isEqualTo("{\"ok\":true,\"models\":1}");
    assertThat(gateway.client().get(ROW).status()).isEqualTo(404);
  }

  @Test
  void whatIsNoProviderIsTheFaultOfItsAddress() {
    String page = "http://127.0.0.1:" + gateway.port() + "/guide";
    for (String address : new String[] {"http://127.0.0.1:1/v1", page}) {
      Heard tried = test(ROW, "{'base_url':'%s','keyless':true}".formatted(address));
      assertThat(tried.status()).isEqualTo(200);
      assertThat(tried.json().path("ok").asBoolean()).isFalse();
      assertThat(tried.json().path("param").asText()).isEqualTo("base_url");
      assertThat(tried.json().path("error").asText()).isNotBlank();
    }
  }

  @Test
  void aKeyThatIsRefusedIsTheFaultOfTheKey() {
    var keyed = SimulatedProvider.start(SimulatedProvider.Options.standard().key("right"));
    try (keyed) {
      keyed.model("m", Behaviour.healthy());
      String body = "{'base_url':'%s','api_key':'%s'}";
      Heard wrong = test(ROW, body.formatted(keyed.baseUrl(), "wrong"));
      assertThat(wrong.json().path("param").asText()).isEqualTo("api_key");
      assertThat(wrong.json().path("error").asText()).doesNotContain("wrong");
      assertThat(test(ROW, body.formatted(keyed.baseUrl(), "right")).body())
          .isEqualTo("{\"ok\":true,\"models\":1}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/provider-catalog/Trial | {'base_url':'http://127.0.0.1:1/v1'}               | name",
        "/api/provider-catalog/trial | {'base_url':'ftp://127.0.0.1/v1','keyless':true}   |"
            + " base_url",
        "/api/provider-catalog/trial | {'keyless':true}                                   |"
            + " base_url",
        "/api/provider-catalog/trial | {'base_url':'http://127.0.0.1:1/v1'}               |"
            + " api_key",
        "/api/provider-catalog/trial | {'base_url':'http://127.0.0.1:1/v1','api_key':'a b'} |"
            + " api_key",
        "/api/provider-catalog/trial | {'base_url':'http://127.0.0.1:1/v1','colour':'red'} | colour"
      },
      quoteCharacter = '"')
  void theWrongFieldIsNamed(String path, String body, String field) {
    Heard refused = test(path, body);
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.json().at("/error/param").asText()).isEqualTo(field);
  }
}
