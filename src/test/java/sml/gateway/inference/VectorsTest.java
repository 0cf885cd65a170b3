package sml.gateway.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.GatewayException.InvalidRequest;

/** The numbers and the texts of embedding requests. */
class VectorsTest {
  private static Vectors read(String json) throws IOException {
    return Vectors.read(json.getBytes(UTF_8));
  }

  private static EmbeddingInput input(String json) throws JsonProcessingException {
    return EmbeddingInput.of(new ObjectMapper().readTree(json), 3);
  }

  @Test
  void numbersAndBase64AreReadAlike() throws IOException {
    String base64 = Vectors.base64(new float[] {1.5f, -2f});
    float[][] vectors =
        read("{\"data\":[{\"embedding\":[1.5,-2]},{\"index\":1,\"embedding\":\"" + base64 + "\"}]}")
            .inOrder();
    assertThat(vectors[0]).containsExactly(1.5f, -2f);
    assertThat(vectors[1]).containsExactly(1.5f, -2f);
  }

  @Test
  void theIndexDecidesTheOrder() throws IOException {
    float[][] vectors =
        read("{\"model\":\"m\",\"data\":[{\"index\":1,\"embedding\":[1]},"
                + "{\"embedding\":[0],\"index\":0}]}")
            .inOrder();
    assertThat(vectors[0]).containsExactly(0f);
    assertThat(vectors[1]).containsExactly(1f);
  }

  @Test
  void anAnswerWithoutVectorsHasNone() throws IOException {
    assertThat(read("{\"data\":[{\"index\":0,\"embedding\":[]}],\"x\":{\"y\":[1]}}").inOrder())
        .isEmpty();
    assertThatThrownBy(() -> read("{\"data\":[{\"embedding\":\"%%\"}]}"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void textsAndTokensAreOneOrMany() throws IOException {
    assertThat(input("\"a\"").texts()).hasSize(1);
    assertThat(input("[\"a\",\"b\"]").texts()).hasSize(2);
    assertThat(input("[1,2,3,4,5]").texts()).hasSize(1);
    assertThat(input("[1,2,3,4,5]").tokens()).isEqualTo(5);
    assertThat(input("[[1,2],[3]]").texts()).hasSize(2);
    assertThat(input("[[1,2],[3]]").slice(1, 2)).hasToString("[[3]]");
  }

  @Test
  void whatCannotBeEmbeddedIsRefused() {
    for (String wrong :
        new String[] {
          "\"\"",
          "[]",
          "7",
          "{}",
          "[\"a\",1]",
          "[[]]",
          "[[1],\"a\"]",
          "[-1]",
          "[\"a\",\"\"]",
          "[\"a\",\"b\",\"c\",\"d\"]"
        }) {
      assertThatThrownBy(() -> input(wrong)).as(wrong).isInstanceOf(InvalidRequest.class);
    }
    assertThatThrownBy(() -> EmbeddingInput.of(null, 3)).isInstanceOf(InvalidRequest.class);
  }
}
