package sml.gateway.acceptance.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.acceptance.inference.PlainUpstream;
import sml.gateway.acceptance.inference.PlainUpstream.Said;
import sml.gateway.json.RawObject;
import sml.gateway.simulation.speech.Content;
import sml.gateway.testkit.Conversation;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.Scale;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;
import sml.gateway.testkit.provider.Fault;
import sml.gateway.testkit.provider.Received;

/** Anthropic's Messages and OpenAI's Responses through the front door: one chat pipeline. */
class TranslatedProtocolsTest {
  private static final String MESSAGES = "/v1/messages";
  private static final String RESPONSES = "/v1/responses";
  private static final String WORDS = new Contents.Words(20).text();

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private static ObjectNode question(String path, String model) {
    ObjectNode body = RawObject.EXACT.createObjectNode().put("model", model);
    if (path.equals(MESSAGES)) {
      body.put("max_tokens", 100);
      body.putArray("messages").addObject().put("role", "user").put("content", "Say something.");
    } else {
      body.put("input", "Say something.");
    }
    return body;
  }

  private Conversation open(String path, ObjectNode body) {
    Map<String, String> headers =
        Map.of("anthropic-version", "2023-06-01", "anthropic-beta", "a-1,b-2", "x-api-key", "any");
    return gateway.client().open("POST", path + "?beta=true", body.toString(), headers);
  }

  private Heard ask(String path, ObjectNode body) {
    try (Conversation open = open(path, body)) {
      return open.rest();
    }
  }

  private static ObjectNode json(String json) {
    try {
      return (ObjectNode) RawObject.EXACT.readTree(json.replace('\'', '"'));
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }

  private static List<String> types(Heard heard) {
    return heard.events().stream().map(event -> event.json().path("type").asText()).toList();
  }

  /** The text of a stream of either protocol. */
  private static String text(Heard heard) {
    return heard.events().stream()
        .map(Heard.Event::json)
        .map(
            event ->
                event.path("type").asText().equals("response.output_text.delta")
                    ? event.path("delta").asText()
                    : event.at("/delta/text").asText(""))
        .collect(Collectors.joining());
  }

  private String trace(Heard heard) {
    String id = heard.headers().get("x-smlgateway-request-id");
    return gateway.client().get("/v1/trace/" + id).body();
  }

  @Test
  void aWholeAnswerComesInTheShapeOfItsProtocol() {
    gateway.model("said", "m", Behaviour.healthy().text("Hello."));
    Heard message = ask(MESSAGES, question(MESSAGES, "said/m"));
    assertThat(message.status()).as(message.body()).isEqualTo(200);
    assertThat(message.json().at("/content/0/text").asText()).isEqualTo("Hello.");
    assertThat(message.json().path("stop_reason").asText()).isEqualTo("end_turn");
    assertThat(message.json().at("/usage/input_tokens").asInt()).isPositive();
    assertThat(message.headers())
        .containsEntry("x-smlgateway-provider", "said")
        .containsEntry("request-id", message.headers().get("x-request-id"));
    Heard response = ask(RESPONSES, question(RESPONSES, "said/m").put("store", true));
    assertThat(response.json().at("/output/0/content/0/text").asText()).isEqualTo("Hello.");
    assertThat(response.json().path("store").asBoolean(true)).isFalse();
    assertThat(response.headers()).containsEntry("x-smlgateway-provider", "said");
    assertThat(gateway.simulated("said").requests("m")).hasSize(2);
  }

  @Test
  void aStreamOfCallsAndThoughtsComesAsTheEventsOfItsProtocol() {
    Content calls = new Contents.Tools(2, Content.ToolForm.OPENAI);
    var thoughts =
        new Content.Thinking(Content.ThoughtField.REASONING_CONTENT, "Let me see.", calls);
    gateway.model("calls", "m", Behaviour.healthy().saying(thoughts));
    Heard message = ask(MESSAGES, withTool(MESSAGES, "calls/m"));
    assertThat(types(message))
        .startsWith("message_start")
        .endsWith("message_delta", "message_stop");
    assertThat(blocks(message)).containsExactly("thinking", "tool_use", "tool_use");
    Heard response = ask(RESPONSES, withTool(RESPONSES, "calls/m"));
    JsonNode completed = response.events().getLast().json();
    assertThat(completed.path("type").asText()).isEqualTo("response.completed");
    assertThat(completed.at("/response/output").findValuesAsText("type"))
        .contains("reasoning", "function_call");
    assertThat(completed.at("/response/usage/output_tokens").asInt()).isPositive();
  }

  /** A stream is asked for, and a tool is offered. */
  private static ObjectNode withTool(String path, String model) {
    String tool =
        "{'t':[{'type':'function','name':'look','description':'d','%s':{'type':'object',"
            + "'properties':{'city':{'type':'string'}},'required':['city']}}]}";
    boolean messages = path.equals(MESSAGES);
    ObjectNode offered = json(tool.formatted(messages ? "input_schema" : "parameters"));
    if (messages) {
      ((ObjectNode) offered.at("/t/0")).remove("type");
    }
    return question(path, model).put("stream", true).set("tools", offered.get("t"));
  }

  private static List<String> blocks(Heard heard) {
    return heard.events().stream()
        .map(event -> event.json().at("/content_block/type").asText(""))
        .filter(type -> !type.isEmpty())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {MESSAGES, RESPONSES})
  void aStreamThatBreaksOffIsContinuedByTheNextModel(String path) {
    gateway.model("goeson", "m", Behaviour.healthy().text(WORDS));
    gateway.model("breaks", "m", Behaviour.healthy().text(WORDS).failing(Fault.cutAfter(8)));
    ObjectNode body = question(path, "breaks/m").put("stream", true);
    body.putArray("models").add("breaks/m").add("goeson/m");
    Heard heard = ask(path, body);
    assertThat(text(heard)).as(heard.body()).isEqualTo(WORDS);
    assertThat(types(heard).getLast()).isIn("message_stop", "response.completed");
    assertThat(gateway.simulated("breaks").requests("m")).hasSize(1);
    assertThat(gateway.simulated("goeson").requests("m")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {MESSAGES, RESPONSES})
  void aCallThatBreaksOffIsMadeAnewByTheNextModel(String path) {
    String delta = "data: {'id':'h','choices':[{'index':0,'delta':{%s}}]}\n\n";
    String call = "'index':0,'id':'call_half','function':{'name':'look','arguments':'{'}";
    String half =
        delta.formatted("'reasoning_content':'Let me look.'")
            + delta.formatted("'tool_calls':[{" + call + "}]");
    var said = new Said(200, "text/event-stream", half.replace('\'', '"'));
    Content whole = new Contents.Tools(1, Content.ToolForm.OPENAI);
    gateway.model("makesanew", "m", Behaviour.healthy().saying(whole));
    try (var upstream = new PlainUpstream(asked -> said)) {
      gateway.register("half", upstream.port(), "openai", List.of("m"));
      ObjectNode body = withTool(path, "half/m");
      body.putArray("models").add("half/m").add("makesanew/m");
      Heard heard = ask(path, body);
      assertThat(types(heard).getLast()).isIn("message_stop", "response.completed");
      assertThat(heard.body()).contains("Let me look.").doesNotContain("call_half");
      assertThat(arguments(heard).path("city").isTextual()).as(heard.body()).isTrue();
      assertThat(upstream.asked()).hasSize(1);
      assertThat(gateway.simulated("makesanew").requests("m")).hasSize(1);
    } finally {
      gateway.client().send("DELETE", "/api/provider-catalog/half", "");
    }
  }

  /** The arguments of the only call of a stream. */
  private static ObjectNode arguments(Heard heard) {
    return json(
        heard.events().stream()
            .map(Heard.Event::json)
            .map(
                event ->
                    event.path("type").asText().equals("response.function_call_arguments.delta")
                        ? event.path("delta").asText()
                        : event.at("/delta/partial_json").asText(""))
            .collect(Collectors.joining()));
  }

  @ParameterizedTest
  @ValueSource(strings = {MESSAGES, RESPONSES})
  void aStreamThatNoModelContinuesEndsInAnErrorOfItsProtocol(String path) {
    gateway.model("alone", "m", Behaviour.healthy().text(WORDS).failing(Fault.cutAfter(8)));
    Heard heard = ask(path, question(path, "alone/m").put("stream", true));
    assertThat(WORDS).startsWith(text(heard));
    assertThat(types(heard).getLast()).isIn("error", "response.failed");
    assertThat(heard.body()).doesNotContain("message_stop", "response.completed");
  }

  @Test
  void anErrorHasTheShapeOfItsProtocol() {
    gateway.model("known", "m", Behaviour.healthy());
    Heard unknown = ask(MESSAGES, question(MESSAGES, "no-such-model"));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().path("type").asText()).isEqualTo("error");
    assertThat(unknown.json().at("/error/type").asText()).isEqualTo("not_found_error");
    assertThat(unknown.json().path("request_id").asText())
        .isEqualTo(unknown.headers().get("x-request-id"));
    Heard empty = ask(MESSAGES, json("{'model':'sml/auto'}"));
    assertThat(empty.status()).isEqualTo(400);
    assertThat(empty.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
    Heard unknownAtOpenAi = ask(RESPONSES, question(RESPONSES, "no-such-model"));
    assertThat(unknownAtOpenAi.status()).isEqualTo(404);
    assertThat(unknownAtOpenAi.json().at("/error/code").asText()).isEqualTo("model_not_found");
    Heard stored = gateway.client().get(RESPONSES + "/resp_1");
    assertThat(stored.status()).isEqualTo(404);
    assertThat(stored.json().at("/error/message").asText()).contains("resp_1", "stores no");
  }

  @Test
  void aNameThatAClientHasBuiltInIsServedByTheTable() {
    gateway.model("built", "m", Behaviour.healthy().text("Hello."));
    Heard message = ask(MESSAGES, question(MESSAGES, "claude-test-model"));
    assertThat(message.status()).as(message.body()).isEqualTo(200);
    assertThat(message.headers())
        .containsEntry("x-smlgateway-model-alias", "claude-test-model=sml/auto")
        .containsEntry("x-smlgateway-provider", "built");
    assertThat(trace(message)).contains("`claude-test-model` stands for `sml/auto`");
    assertThat(gateway.ask("claude-test-model").whole().status()).isEqualTo(404);
  }

  @Test
  void aLimitThatNoModelCanKeepIsLoweredInsteadOfLeavingNone() {
    gateway.model("limited", "m", Behaviour.healthy().text("Hello."));
    Heard message =
        ask(MESSAGES, question(MESSAGES, "claude-test-model").put("max_tokens", 500_000));
    assertThat(message.status()).as(message.body()).isEqualTo(200);
    assertThat(gateway.simulated("limited").requests("m"))
        .singleElement()
        .satisfies(
            request -> assertThat(request.json().path("max_tokens").asInt()).isEqualTo(16_384));
    assertThat(trace(message)).contains("max_tokens 500000 is more than 16384");
  }

  @Test
  void tokensOfAPromptAreEstimatedWithoutAModel() {
    Heard count = ask(MESSAGES + "/count_tokens", question(MESSAGES, "claude-test-model"));
    assertThat(count.status()).isEqualTo(200);
    assertThat(count.json().path("input_tokens").asInt()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {MESSAGES, RESPONSES})
  void aClientThatLeavesEndsTheCallOfItsStream(String path) {
    gateway.model("endless", "m", Behaviour.healthy().words(1_000).gap(Duration.ofMillis(20)));
    try (Conversation open = open(path, question(path, "endless/m").put("stream", true))) {
      while (!text(open.soFar()).contains("word1")) {
        assertThat(open.next()).isNotNull();
      }
    }
    await()
        .atMost(Scale.seconds(30))
        .untilAsserted(
            () ->
                assertThat(gateway.simulated("endless").requests("m"))
                    .singleElement()
                    .extracting(Received::outcome)
                    .isEqualTo(Received.Outcome.ABORTED));
  }
}
