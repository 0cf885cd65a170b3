package sml.gateway.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStringTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain words",
        "~ }",
        "\"",
        "a\\b",
        "two\nlines\tand a tab",
        "\u0000\u001f\u007f",
        "สวัสดี",
        "almost plain…",
        "😀 and more",
        "\ud83d",
        "half of a \ude00 pair"
      })
  void aTextIsQuotedSoThatItReadsTheSame(String text) throws JsonProcessingException {
    byte[] quoted = JsonString.quote(text);
    assertThat(RawObject.EXACT.readValue(new String(quoted, UTF_8), String.class)).isEqualTo(text);
  }
}
