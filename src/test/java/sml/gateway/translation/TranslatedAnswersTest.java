package sml.gateway.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.chat.ModelRef;

/**
 * Of an answer nothing is lost and nothing is invented, in either protocol and in each direction.
 */
class TranslatedAnswersTest {
  private static final NamedItems NAMED =
      new NamedItems(
          new TranslationSettings(List.of(), 100, Duration.ofHours(1), DataSize.ofMegabytes(1)));
  private static final int SCRIPTS = 300;
  private static final ModelAliases NO_ALIASES =
      new ModelAliases(
          new TranslationSettings(List.of(), 100, Duration.ofHours(1), DataSize.ofMegabytes(1)),
          new EmptyRegistry());

  /** Knows no model. */
  record EmptyRegistry() implements ModelRegistry {
    @Override
    public List<Model> models() {
      return List.of();
    }

    @Override
    public Optional<Model> model(ModelRef ref) {
      return Optional.empty();
    }

    @Override
    public List<Model> named(String bareId) {
      return List.of();
    }

    @Override
    public Optional<Provider> provider(String name) {
      return Optional.empty();
    }

    @Override
    public boolean isEmpty() {
      return true;
    }
  }

  static List<Long> seeds() {
    return LongStream.range(0, SCRIPTS).boxed().toList();
  }

  private static ResponsesFormat responses() {
    return new ResponsesFormat("r1", Instant.EPOCH, NAMED);
  }

  private static String stopReason(AnswerScript script) {
    return switch (script.finish) {
      case "length" -> "max_tokens";
      case "content_filter" -> "refusal";
      case "tool_calls" -> "tool_use";
      default -> "end_turn";
    };
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aStreamedMessageIsWhatTheModelSaid(long seed) {
    AnswerScript script = AnswerScript.random(seed);
    var received =
        new ReceivedMessage(
            AnswerScript.received(
                new MessagesFormat("r1").events(), script.chunks, AnswerScript::end));
    assertThat(received.text).hasToString(script.text.toString());
    assertThat(received.thinking).hasToString(script.reasoning.toString());
    assertThat(received.calls).containsExactlyElementsOf(script.calls);
    assertThat(received.stopReason).isEqualTo(stopReason(script));
    assertThat(received.stopped).isTrue();
    assertThat(received.usage)
        .isEqualTo(
            ReceivedMessage.parse(
                """
                {"input_tokens":15,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,
                 "output_tokens":7}\
                """));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aWholeMessageIsReadBackAsTheSameTurn(long seed) {
    AnswerScript script = AnswerScript.random(seed);
    JsonNode message = json(new MessagesFormat("r1").whole(script.whole()));
    assertThat(message.path("stop_reason").asText()).isEqualTo(stopReason(script));
    ObjectNode request = ClientBody.object().put("model", "m");
    request
        .putArray("messages")
        .addObject()
        .put("role", "assistant")
        .set("content", message.path("content"));
    JsonNode chat =
        new MessagesRequest(request, new MessagesFormat("r2"), NO_ALIASES, 100).translate();
    assertSameTurn(chat.at("/messages/0"), script);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aStreamedResponseIsWhatTheModelSaid(long seed) {
    AnswerScript script = AnswerScript.random(seed);
    var received =
        new ReceivedResponse(
            AnswerScript.received(responses().events(), script.chunks, AnswerScript::end));
    var output = received.done.values();
    assertThat(ReceivedResponse.text(output)).isEqualTo(script.text.toString());
    assertThat(ReceivedResponse.reasoning(output)).isEqualTo(script.reasoning.toString());
    assertThat(ReceivedResponse.calls(output)).containsExactlyElementsOf(script.calls);
    boolean complete = script.finish.equals("stop") || script.finish.equals("tool_calls");
    assertThat(received.last()).isEqualTo(complete ? "response.completed" : "response.incomplete");
    assertThat(received.response().path("usage"))
        .isEqualTo(
            ReceivedMessage.parse(
                """
                {"input_tokens":20,"input_tokens_details":{"cached_tokens":5},"output_tokens":7,
                 "output_tokens_details":{"reasoning_tokens":3},"total_tokens":27}\
                """));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aWholeResponseIsReadBackAsTheSameTurn(long seed) {
    AnswerScript script = AnswerScript.random(seed);
    JsonNode response = json(responses().whole(script.whole()));
    ObjectNode request = ClientBody.object().put("model", "m");
    ArrayNode input = request.putArray("input");
    response.path("output").forEach(input::add);
    input.addObject().put("role", "user").put("content", "go on");
    JsonNode chat = new ResponsesRequest(request, responses(), NO_ALIASES).translate();
    boolean said = !script.text.isEmpty() || !script.calls.isEmpty();
    assertThat(chat.path("messages")).hasSize(said ? 2 : 1);
    if (said) {
      assertSameTurn(chat.at("/messages/0"), script);
    }
  }

  private static JsonNode json(byte[] bytes) {
    return ReceivedMessage.parse(new String(bytes, UTF_8));
  }

  private static void assertSameTurn(JsonNode turn, AnswerScript script) {
    assertThat(turn.path("role").asText()).isEqualTo("assistant");
    String content = turn.path("content").isTextual() ? turn.path("content").textValue() : "";
    assertThat(content).isEqualTo(script.text.toString());
    assertThat(turn.path("reasoning_content").asText("")).isEqualTo(script.reasoning.toString());
    assertThat(turn.path("tool_calls").size()).isEqualTo(script.calls.size());
    for (int i = 0; i < script.calls.size(); i++) {
      JsonNode call = turn.path("tool_calls").get(i);
      assertThat(call.path("id").asText()).isEqualTo(script.calls.get(i).id());
      assertThat(call.at("/function/name").asText()).isEqualTo(script.calls.get(i).name());
      assertThat(ReceivedMessage.parse(call.at("/function/arguments").asText()))
          .isEqualTo(ReceivedMessage.parse(script.calls.get(i).arguments()));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aStreamThatBreaksOffEndsInAnErrorAndNeverLooksComplete(long seed) {
    AnswerScript script = AnswerScript.random(seed);
    int cut = (int) (seed % (script.chunks.size() + 1));
    var broken = new ErrorEnvelope("p/m broke off", "api_error", null, "upstream_broke_off");
    AnswerScript.Last error =
        (events, body) -> {
          events.error(broken, bytes -> body.append(new String(bytes, UTF_8)));
          AnswerScript.end(events, body);
        };
    String messages =
        AnswerScript.received(
            new MessagesFormat("r1").events(), script.chunks.subList(0, cut), error);
    var last = ReceivedMessage.events(messages).getLast();
    assertThat(last.path("type").asText()).isEqualTo("error");
    assertThat(last.at("/error/message").asText()).isEqualTo("p/m broke off");
    assertThat(messages).doesNotContain("message_stop", "stop_reason\":\"");
    var response =
        new ReceivedResponse(
            AnswerScript.received(responses().events(), script.chunks.subList(0, cut), error));
    assertThat(response.last()).isEqualTo("response.failed");
    assertThat(response.response().at("/error/message").asText()).isEqualTo("p/m broke off");
    assertThat(script.text.toString())
        .startsWith(ReceivedResponse.text(response.response().path("output")));
  }
}
