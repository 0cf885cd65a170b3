package sml.gateway.acceptance.school;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** Bodies of {@code POST /api/exam-config} that do not fit its schema. */
class ExamConfigBodyTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void aLevelOfAnotherTypeIsRefusedByName() {
    assertRefused("{\"level\":5}", "level", "`level` must be a text.");
  }

  @Test
  void aMissingLevelIsRefusedByName() {
    assertRefused("{}", "level", "`level` is required.");
  }

  @Test
  void anUnknownLevelIsRefusedWithTheOnesThereAre() {
    assertRefused("{\"level\":\"x\"}", "level", "`level` must be one of middle, high, university.");
  }

  @Test
  void anUnknownFieldIsLeftAlone() {
    Heard heard = post("{\"level\":\"middle\",\"colour\":5}");
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.body()).startsWith("{\"ok\":true,\"level\":\"middle\",\"meta\":{\"label\":");
  }

  @Test
  void aBodyThatIsNoObjectIsRefused() {
    for (String body : new String[] {"[]", "5", "null", "\"level\""}) {
      assertRefused(body, null, "The body must be a JSON object.");
    }
  }

  @Test
  void aBodyThatIsNoJsonIsRefused() {
    for (String body : new String[] {"", "level", "{\"level\":"}) {
      Heard refused = post(body);
      assertThat(refused.status()).as(body).isEqualTo(400);
      assertThat(refused.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
      assertThat(refused.json().at("/error/message").asText()).startsWith("The body ");
    }
  }

  private void assertRefused(String body, @Nullable String param, String message) {
    Heard refused = post(body);
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.json().at("/error/param").textValue()).isEqualTo(param);
    assertThat(refused.json().at("/error/message").asText()).isEqualTo(message);
    assertThat(refused.json().at("/error/code").asText()).isEqualTo("invalid_request");
  }

  private Heard post(String body) {
    return gateway.client().send("POST", "/api/exam-config", body);
  }
}
