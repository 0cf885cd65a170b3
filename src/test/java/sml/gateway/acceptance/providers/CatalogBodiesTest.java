package sml.gateway.acceptance.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** Bodies of {@code /api/setup} and {@code /api/provider-catalog} against their schemas. */
class CatalogBodiesTest {
  private static final List<String> SETUP = List.of("/api/setup", "/api/setup/test");
  private static final String PROVIDER = "/api/provider-catalog/bodies";
  private static final String OPEN =
      "\"base_url\":\"http://127.0.0.1:1/v1\",\"auth\":{\"scheme\":\"none\"}";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", PROVIDER, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'provider':5}                     | provider | `provider` must be a text.",
        "{'provider':['groq']}              | provider | `provider` must be a text.",
        "{'provider':'groq','apiKey':5}     | apiKey   | `apiKey` must be a text.",
        "{'provider':'groq','apiKey':{}}    | apiKey   | `apiKey` must be a text.",
        "{'provider':'groq','enabled':'no'} | enabled  | `enabled` must be true or false.",
        "{}                                 | provider | `provider` is required.",
        "{'apiKey':'k'}                     | provider | `provider` is required."
      },
      quoteCharacter = '"')
  void aSetupFieldThatIsWrongOrMissingIsNamed(String body, String param, String message) {
    for (String path : SETUP) {
      assertRefused(send("POST", path, body), param, message);
    }
  }

  @Test
  void aNameWithANulIsNotLookedUp() {
    for (String path : SETUP) {
      Heard refused = send("POST", path, "{'provider':'a\\u0000b','apiKey':'k'}");
      assertThat(refused.status()).as(refused.body()).isEqualTo(400);
      assertThat(refused.json().at("/error/param").asText()).isEqualTo("provider");
    }
  }

  @Test
  void anUnknownFieldOfASetupIsLeftAlone() {
    assertThat(send("PUT", PROVIDER, "{" + OPEN + "}").status()).isEqualTo(200);
    Heard off = send("POST", "/api/setup", "{'provider':'bodies','enabled':false,'colour':5}");
    assertThat(off.body()).isEqualTo("{\"ok\":true,\"action\":\"disabled\"}");
    Heard tested = send("POST", "/api/setup/test", "{'provider':' bodies ','colour':5}");
    assertThat(tested.status()).isEqualTo(200);
    assertThat(tested.body()).startsWith("{\"ok\":false,\"error\":");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'label':5}           | label       | `label` must be a text.",
        "{'auth':'bearer'}     | auth        | `auth` must be an object.",
        "{'models':{}}         | models      | `models` must be a list.",
        "{'free_tier':'yes'}   | free_tier   | `free_tier` must be true or false.",
        "{'models_auth':[]}    | models_auth | `models_auth` must be an object.",
        "{'chat_url':5}        | chat_url    | `chat_url` must be a text.",
        "{}                    | base_url    | `base_url` is required as a text.",
        "{'colour':'red'}      | colour      | `colour` is not a field of a provider."
      },
      quoteCharacter = '"')
  void aProviderFieldThatIsWrongMissingOrUnknownIsNamed(String body, String param, String message) {
    assertRefused(send("PUT", PROVIDER, body), param, message);
  }

  @Test
  void aRowThatWasReadMayBeSentBack() {
    assertThat(send("PUT", PROVIDER, "{" + OPEN + "}").status()).isEqualTo(200);
    String row = gateway.client().get(PROVIDER).body();
    assertThat(row).startsWith("{\"name\":\"bodies\",\"label\":\"bodies\",\"base_url\":");
    Heard saved = send("PUT", PROVIDER, row);
    assertThat(saved.status()).as(saved.body()).isEqualTo(200);
    assertThat(saved.body())
        .startsWith("{\"ok\":true,\"action\":\"saved\",\"models\":0,\"warning\":");
  }

  @Test
  void aBodyThatIsNoObjectIsRefused() {
    for (String body : new String[] {"[]", "5", "null", ""}) {
      for (String path : SETUP) {
        assertRefused(send("POST", path, body), null, "The body must be a JSON object.");
      }
      assertRefused(send("PUT", PROVIDER, body), null, "The body must be a JSON object.");
    }
  }

  @Test
  void aBodyOfMoreThanAMegabyteIsRefused() {
    String body = "{'provider':'" + "a".repeat(1_000_000) + "'}";
    Heard refused = send("POST", "/api/setup", body);
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.json().at("/error/message").asText())
        .isEqualTo("The body is longer than 1 MB.");
  }

  private Heard send(String method, String path, String body) {
    return gateway.client().send(method, path, body.replace('\'', '"'));
  }

  private static void assertRefused(Heard refused, @Nullable String param, String message) {
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.json().at("/error/param").textValue()).isEqualTo(param);
    assertThat(refused.json().at("/error/message").asText()).isEqualTo(message);
    assertThat(refused.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
  }
}
