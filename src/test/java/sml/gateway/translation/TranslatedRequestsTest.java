package sml.gateway.translation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import sml.gateway.translation.TranslatedAnswersTest.EmptyRegistry;

/** Of a conversation nothing is lost and nothing is invented: texts, images, thoughts, calls. */
class TranslatedRequestsTest {
  private static final NamedItems NAMED =
      new NamedItems(
          new TranslationSettings(List.of(), 100, Duration.ofHours(1), DataSize.ofMegabytes(1)));
  private static final int SCRIPTS = 300;
  private static final ModelAliases NO_ALIASES =
      new ModelAliases(
          new TranslationSettings(List.of(), 100, Duration.ofHours(1), DataSize.ofMegabytes(1)),
          new EmptyRegistry());

  static List<Long> seeds() {
    return LongStream.range(0, SCRIPTS).boxed().toList();
  }

  private static ObjectNode request() {
    return ClientBody.object().put("model", "m");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aConversationOfMessagesIsTheSameChat(long seed) {
    var script = ConversationScript.random(seed);
    ObjectNode request = request();
    request.set("messages", script.messages);
    JsonNode chat =
        new MessagesRequest(request, new MessagesFormat("r"), NO_ALIASES, 100).translate();
    assertThat(chat.path("messages")).isEqualTo(script.chat);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aConversationOfResponsesIsTheSameChat(long seed) {
    var script = ConversationScript.random(seed);
    ObjectNode request = request();
    request.set("input", script.input);
    var format = new ResponsesFormat("r", Instant.EPOCH, NAMED);
    JsonNode chat = new ResponsesRequest(request, format, NO_ALIASES).translate();
    assertThat(chat.path("messages")).isEqualTo(script.chat);
  }
}
