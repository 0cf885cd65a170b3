package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.simulation.speech.Content.ThoughtField;
import sml.gateway.simulation.speech.Content.ToolForm;
import sml.gateway.simulation.speech.Rendering.UsageStyle;
import sml.gateway.testkit.ChatRequestBuilder;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;
import sml.gateway.testkit.provider.Fault;
import sml.gateway.testkit.provider.Fault.Ending;

/** Whole answers that are asked for as streams, because several models are asked for them. */
class JoinedAnswersTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Behaviour HEALTHY = Behaviour.healthy();
  private static final Behaviour SILENT = Behaviour.always(Fault.silence());
  private static final String TOOLS =
      """
      [{"type":"function","function":{"name":"look","parameters":{"type":"object",
        "properties":{"city":{"type":"string"}},"required":["city"]}}}]
      """;
  private static final String SCHEMA =
      """
      {"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object",
        "properties":{"city":{"type":"string"}},"required":["city"]}}}
      """;

  @RegisterExtension final TestGateway gateway = new TestGateway();
  private Contest contest;

  @BeforeEach
  void begin() {
    contest = Contest.of(gateway);
  }

  /** A question that {@code a} answers, with {@code b} beside it. */
  private ChatRequestBuilder hedged(Behaviour behaviour) {
    contest.with("a", behaviour).with("b", SILENT);
    return contest.ask("a", "b");
  }

  private JsonNode asked(int nth) {
    return contest.at("a").requests(contest.name("a") + "-m").get(nth).json();
  }

  static Stream<Behaviour> sayings() {
    return Stream.of(
        HEALTHY,
        HEALTHY.text("a"),
        HEALTHY.saying(Contents.thai()),
        HEALTHY.saying(new Contents.Json()),
        HEALTHY.saying(new Contents.Tools(1, ToolForm.OPENAI)),
        HEALTHY.saying(new Contents.Tools(2, Contents.MISTRAL_TOOLS)),
        HEALTHY.saying(new Contents.Tools(2, Contents.GEMINI_TOOLS)),
        HEALTHY.saying(new Contents.Tools(1, Contents.BARE_TOOLS)),
        HEALTHY.thinking(ThoughtField.REASONING_CONTENT, "hm, well"),
        HEALTHY.thinking(ThoughtField.REASONING, "hm, well"),
        HEALTHY.thinking(ThoughtField.THINK_TAGS, "hm, well"),
        HEALTHY.usage(UsageStyle.WITH_FINISH).crlf().comments(2),
        HEALTHY.usage(UsageStyle.ALWAYS).inPiecesOf(7),
        HEALTHY.failing(Fault.noDone()));
  }

  @ParameterizedTest
  @MethodSource("sayings")
  void theClientGetsWhatAWholeCallWouldHaveGiven(Behaviour behaviour) {
    ChatRequestBuilder chatRequestBuilder =
        hedged(behaviour).with("tools", TOOLS).with("response_format", SCHEMA);
    Heard joined = chatRequestBuilder.whole();
    Heard named =
        gateway
            .ask(contest.model("a"))
            .with("tools", TOOLS)
            .with("response_format", SCHEMA)
            .whole();
    assertThat(contest.winner(joined)).isEqualTo("a");
    assertThat(likeness(joined)).isEqualTo(likeness(named));
    assertThat(joined.usage().path("total_tokens").asInt()).isPositive();
    assertThat(contest.count("a")).isEqualTo(2);
    assertThat(asked(0).path("stream").asBoolean()).isTrue();
    assertThat(asked(0).at("/stream_options/include_usage").asBoolean()).isTrue();
    assertThat(asked(1).path("stream").asBoolean()).isFalse();
    assertThat(asked(1).has("stream_options")).isFalse();
  }

  /** The answer without what differs from call to call. */
  private static JsonNode likeness(Heard heard) {
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    var answer = (ObjectNode) heard.json();
    assertThat(answer.path("id").asText()).isNotEmpty();
    assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
    answer.remove("id");
    answer.remove("created");
    // the fewer members a request has, the fewer tokens the simulation counts
    ((ObjectNode) answer.path("usage")).remove(List.of("prompt_tokens", "total_tokens"));
    for (JsonNode choice : answer.path("choices")) {
      if (choice.path("logprobs").isNull()) {
        ((ObjectNode) choice).remove("logprobs");
      }
    }
    for (JsonNode call : answer.at("/choices/0/message/tool_calls")) {
      assertThat(call.path("id").asText()).isNotEmpty();
      ((ObjectNode) call).remove("id");
    }
    return answer;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n 2",
        "logprobs true",
        "top_logprobs 3",
        "modalities [\"text\",\"audio\"]",
        "web_search_options {}"
      })
  void whatStreamsGiveDifferentlyIsAskedForAsAWhole(String member) {
    String name = member.substring(0, member.indexOf(' '));
    Heard heard = hedged(HEALTHY).with(name, member.substring(name.length() + 1)).whole();
    assertThat(contest.winner(heard)).isEqualTo("a");
    assertThat(asked(0).has("stream")).isFalse();
  }

  @Test
  void whatOnlyLooksLikeItIsNot() {
    ChatRequestBuilder chatRequestBuilder =
        hedged(HEALTHY).with("n", "1").with("logprobs", "false");
    chatRequestBuilder.with("stream", "false").whole();
    assertThat(asked(0).path("stream").asBoolean()).isTrue();
  }

  @Test
  void aModelThatReportsNoTokenCountsInStreamsIsAskedForWholeAnswersFromThenOn() {
    ChatRequestBuilder chatRequestBuilder = hedged(HEALTHY.usage(UsageStyle.NEVER));
    assertThat(contest.winner(chatRequestBuilder.whole())).isEqualTo("a");
    assertThat(contest.winner(chatRequestBuilder.whole())).isEqualTo("a");
    assertThat(asked(0).path("stream").asBoolean()).isTrue();
    assertThat(asked(1).has("stream")).isFalse();
    assertThat(contest.count("a")).isEqualTo(2);
    // what its clients ask for themselves is their own affair
    assertThat(gateway.ask(contest.model("a")).streamed().text()).isEqualTo(Wall.HEALTHY);
  }

  static Stream<Fault> breaks() {
    return Stream.of(
        Fault.cutAfter(5),
        Fault.cutAfter(5, Ending.RESET),
        Fault.errorEventAfter(5),
        Fault.stallAfter(5));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void anAnswerThatBreaksOffIsAnsweredByTheNext(Fault fault) {
    contest.with("a", Behaviour.always(fault));
    contest.with("b", HEALTHY.latency(Duration.ofMillis(50)), () -> contest.count("a") == 1);
    Heard heard = contest.ask("a", "b").whole();
    assertThat(contest.winner(heard)).isEqualTo("b");
    assertThat(heard.text()).isEqualTo(Wall.HEALTHY);
    assertThat(heard.finishReasons()).containsExactly("stop");
    assertThat(contest.counts("a", "b")).containsExactly(1, 1);
  }

  @Test
  void aModelWhoseAnswerBrokeOffCoolsDown() {
    contest.with("a", Behaviour.always(Fault.cutAfter(5))).with("b", HEALTHY);
    Heard heard = contest.ask("a", "b").with("max_tokens", "50").whole();
    assertThat(contest.winner(heard)).isEqualTo("b");
  }

  @Test
  void theFirstCompleteAnswerWinsNotTheFirstThatBegins() throws Exception {
    contest.with("a", HEALTHY.gap(Duration.ofMillis(500)));
    contest.with("b", HEALTHY.latency(Duration.ofMillis(50)), () -> contest.count("a") == 1);
    Heard heard = contest.ask("a", "b").whole();
    assertThat(contest.winner(heard)).isEqualTo("b");
    assertThat(contest.at("a").awaitIdle(SOON)).isTrue();
    assertThat(contest.aborted("a")).isEqualTo(1);
  }

  @Test
  void aClientThatLeavesInTheMiddleEndsAllCalls() throws Exception {
    Behaviour talking = HEALTHY.gap(Duration.ofMillis(500));
    contest.with("a", talking).with("b", SILENT);
    var open = contest.ask("a", "b").begin();
    await().atMost(SOON).until(() -> contest.count("a") == 1 && contest.count("b") == 1);
    open.close();
    assertThat(contest.at("a").awaitIdle(SOON)).isTrue();
    assertThat(contest.at("b").awaitIdle(SOON)).isTrue();
    assertThat(contest.aborted("a") + contest.aborted("b")).isEqualTo(2);
  }
}
