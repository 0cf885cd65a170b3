package sml.gateway.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.ModelRef;

class ResponseHeadersTest {

  private static String comment(Map<String, String> headers) {
    return new String(ResponseHeaders.comment(headers), UTF_8);
  }

  @Test
  void aCommentSaysWhatTheHeadersSayOfWhoAnswered() {
    Map<String, String> headers = ResponseHeaders.stream();
    ResponseHeaders.answeredBy(new ModelRef("groq", "vendor/model"), true, headers);
    assertThat(comment(headers))
        .isEqualTo(
            """
            : X-SMLGateway-Model: vendor/model
            : X-SMLGateway-Provider: groq
            : X-SMLGateway-Hedge: true

            """);
  }

  @Test
  void aNameWithALineBreakStaysInTheComment() {
    assertThat(comment(Map.of(ResponseHeaders.MODEL, "m\r\n\ndata: x")))
        .isEqualTo(": X-SMLGateway-Model: m data: x\n\n");
  }

  @Test
  void aModelNamedInThaiIsPercentEncoded() {
    Map<String, String> headers = ResponseHeaders.stream();
    ResponseHeaders.answeredBy(new ModelRef("thai", "ไทย/100%"), false, headers);
    assertThat(headers).containsEntry(ResponseHeaders.MODEL, "%E0%B9%84%E0%B8%97%E0%B8%A2/100%25");
  }
}
