package sml.gateway.acceptance.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.testkit.Conversation;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** {@code /v1/models} is asked for by clients of OpenAI's protocol and of Anthropic's. */
class SharedPathErrorsTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/models/no-such/model, 404, not_found_error",
    "PUT, /v1/models, 405, invalid_request_error"
  })
  void anErrorOfASharedPathHasTheShapeOfItsClient(
      String method, String path, int status, String type) {
    Map<String, String> version = Map.of("anthropic-version", "2023-06-01");
    Heard ofAnthropic;
    try (Conversation open = gateway.client().open(method, path, "", version)) {
      ofAnthropic = open.rest();
    }
    assertThat(ofAnthropic.status()).isEqualTo(status);
    assertThat(ofAnthropic.json().path("type").asText()).isEqualTo("error");
    assertThat(ofAnthropic.json().at("/error/type").asText()).isEqualTo(type);
    assertThat(ofAnthropic.json().path("request_id").asText())
        .isEqualTo(ofAnthropic.headers().get("request-id"));
    Heard ofOpenAi = gateway.client().send(method, path, "");
    assertThat(ofOpenAi.status()).isEqualTo(status);
    assertThat(ofOpenAi.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
    assertThat(ofOpenAi.json().path("error").has("param")).isTrue();
  }
}
