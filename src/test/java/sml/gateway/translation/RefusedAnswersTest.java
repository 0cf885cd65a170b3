package sml.gateway.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** A model that declines: clients must not take its words for the answer that was asked for. */
class RefusedAnswersTest {
  private static final NamedItems NAMED =
      new NamedItems(
          new TranslationSettings(List.of(), 100, Duration.ofHours(1), DataSize.ofMegabytes(1)));
  private static final String DECLINED = "I cannot help with that.";

  private static AnswerScript declining() {
    var script = new AnswerScript();
    script.decline("I cannot help");
    script.decline(" with that.");
    script.end("stop");
    return script;
  }

  @Test
  void aStreamedRefusalComesAsAPartOfItsOwn() {
    var format = new ResponsesFormat("r1", Instant.EPOCH, NAMED);
    var received =
        new ReceivedResponse(
            AnswerScript.received(format.events(), declining().chunks, AnswerScript::end));
    assertThat(received.events.stream().map(event -> event.path("type").asText()))
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.refusal.delta",
            "response.refusal.delta",
            "response.refusal.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
    assertThat(received.response().at("/output/0/content/0/refusal").asText()).isEqualTo(DECLINED);
    assertThat(received.response().at("/output/0/content/0/type").asText()).isEqualTo("refusal");
  }

  @Test
  void aWholeRefusalComesAsAPartOfItsOwn() {
    var format = new ResponsesFormat("r1", Instant.EPOCH, NAMED);
    JsonNode response = ReceivedMessage.parse(new String(format.whole(declining().whole()), UTF_8));
    assertThat(response.path("output")).hasSize(1);
    assertThat(response.at("/output/0/content"))
        .isEqualTo(
            ReceivedMessage.parse("[{\"type\":\"refusal\",\"refusal\":\"" + DECLINED + "\"}]"));
  }

  @Test
  void aMessageOfTheOtherProtocolHasItAsText() {
    var received =
        new ReceivedMessage(
            AnswerScript.received(
                new MessagesFormat("r1").events(), declining().chunks, AnswerScript::end));
    assertThat(received.text).hasToString(DECLINED);
    JsonNode whole =
        ReceivedMessage.parse(
            new String(new MessagesFormat("r1").whole(declining().whole()), UTF_8));
    assertThat(whole.at("/content/0/text").asText()).isEqualTo(DECLINED);
  }
}
