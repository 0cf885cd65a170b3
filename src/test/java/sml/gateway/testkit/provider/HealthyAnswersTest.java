package sml.gateway.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.testkit.provider.Asking.body;
import static sml.gateway.testkit.provider.Asking.events;
import static sml.gateway.testkit.provider.Asking.json;
import static sml.gateway.testkit.provider.Asking.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.simulation.speech.Content;
import sml.gateway.testkit.provider.SimulatedProvider.Options;

class HealthyAnswersTest {
  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
          + "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]";
  private static final Options FIXED =
      Options.standard().clock(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

  private final SimulatedProvider provider = SimulatedProvider.start(FIXED);
  private final Asking asking = new Asking(provider);

  @AfterEach
  void stop() {
    provider.close();
    asking.close();
  }

  @Test
  void aHealthyStreamHasRoleWordsFinishUsageAndDone() throws Exception {
    provider.model("primary", Behaviour.healthy().words(60));
    var answer = asking.stream("primary");

    List<String> events = events(answer.body());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
    assertThat(events).hasSize(64);
    assertThat(json(events.get(0)).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(text(answer.body())).isEqualTo(new Contents.Words(60).text());
    assertThat(json(events.get(61)).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(json(events.get(62)).at("/choices").isEmpty()).isTrue();
    assertThat(json(events.get(62)).at("/usage/completion_tokens").asInt()).isEqualTo(60);
    assertThat(events.get(63)).isEqualTo("[DONE]");
  }

  @Test
  void usageIsSentOnlyWhenAskedFor() throws Exception {
    provider.model("m", Behaviour.healthy().words(1));
    var answer = asking.post("{\"model\":\"m\",\"stream\":true,\"messages\":[]}");
    assertThat(answer.body()).doesNotContain("usage");
  }

  @Test
  void aWholeAnswerSaysTheSameText() throws Exception {
    provider.model("m", Behaviour.healthy().words(5));
    JsonNode answer = json(asking.whole("m").body());
    assertThat(answer.at("/choices/0/message/content").asText())
        .isEqualTo("word1 word2 word3 word4 word5");
    assertThat(answer.at("/model").asText()).isEqualTo("m");
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(5);
  }

  @Test
  void oneSeedGivesOneSequenceOfAnswersAndAnotherGivesAnother() throws Exception {
    try (var same = SimulatedProvider.start(FIXED);
        var other = SimulatedProvider.start(FIXED.seed(2));
        var askSame = new Asking(same);
        var askOther = new Asking(other)) {
      String model = "m+fail=0.5:503";
      String first = sequence(asking, model);
      assertThat(sequence(askSame, model)).isEqualTo(first);
      assertThat(sequence(askOther, model)).isNotEqualTo(first);
      assertThat(first).contains("503").contains("200");
    }
  }

  private static String sequence(Asking asking, String model) throws Exception {
    var all = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      var answer = asking.whole(model);
      all.append(answer.statusCode()).append(answer.body());
    }
    return all.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void thaiAndEmojiSurviveTinyPieces(int bytes) throws Exception {
    provider.model("m", Behaviour.healthy().saying(Contents.thai()).inPiecesOf(bytes).crlf());
    String expected = ((Contents.Fixed) Contents.thai()).text();
    assertThat(text(asking.stream("m").body())).isEqualTo(expected);
    assertThat(asking.whole("m").body()).contains(expected);
  }

  @Test
  void echoGivesTheRequestBack() throws Exception {
    provider.model("m", Behaviour.healthy().saying(new Contents.Echo()));
    String sent = body("m", false, ",\"seed\":12345678901234567890");
    assertThat(json(asking.post(sent).body()).at("/choices/0/message/content").asText())
        .isEqualTo(sent);
    assertThat(provider.requests("m").getFirst().text()).isEqualTo(sent);
  }

  @Test
  void parallelToolCallsComeInPiecesThatJoinToJson() throws Exception {
    provider.model("m", Behaviour.healthy().saying(new Contents.Tools(2, Content.ToolForm.OPENAI)));
    String[] arguments = {"", ""};
    for (String event : events(asking.post(body("m", true, TOOLS)).body())) {
      if (!event.equals("[DONE]")) {
        JsonNode call = json(event).at("/choices/0/delta/tool_calls/0");
        if (!call.isMissingNode()) {
          arguments[call.path("index").intValue()] += call.at("/function/arguments").asText();
        }
      }
    }
    assertThat(json(arguments[0]).path("city").asText()).isEqualTo("simulated");
    assertThat(json(arguments[1]).path("city").asText()).isEqualTo("simulated");
  }

  @Test
  void toolCallsCanLackIndexTypeIdAndArguments() throws Exception {
    provider.model("m", Behaviour.healthy().saying(new Contents.Tools(1, Contents.BARE_TOOLS)));
    var answer = asking.post(body("m", true, TOOLS)).body();
    assertThat(answer)
        .contains("\"tool_calls\":[{\"function\":{\"name\":\"weather\"}}]")
        .contains("\"finish_reason\":\"tool_calls\"");
  }

  @Test
  void thoughtsComeInTheirFieldOrInTags() throws Exception {
    Behaviour plain = Behaviour.healthy().words(1);
    provider.model("f", plain.thinking(Content.ThoughtField.REASONING_CONTENT, "so so"));
    provider.model("t", plain.thinking(Content.ThoughtField.THINK_TAGS, "so so"));
    assertThat(json(asking.whole("f").body()).at("/choices/0/message/reasoning_content").asText())
        .isEqualTo("so so");
    assertThat(text(asking.stream("t").body())).isEqualTo("<think>so so</think>word1");
  }

  @Test
  void anAssistantPrefillIsContinuedOrRefused() throws Exception {
    provider.model("m", Behaviour.healthy().words(4));
    provider.model("n", Behaviour.healthy().words(4).prefill(Behaviour.Prefill.REFUSE));
    String prefilled =
        "{\"model\":\"%s\",\"stream\":true,\"messages\":"
            + "[{\"role\":\"assistant\",\"content\":\"word1 word2\"}]}";
    assertThat(text(asking.post(prefilled.formatted("m")).body())).isEqualTo(" word3 word4");
    var refused = asking.post(prefilled.formatted("n"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("invalid_prefill");
  }

  @Test
  void declaredModelsAreListedAsSimulated() throws Exception {
    provider.model("a", Behaviour.healthy()).model("b", Behaviour.healthy().contextLength(8000));
    var list =
        asking.client.send(
            HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/models")).build(),
            BodyHandlers.ofString());
    assertThat(json(list.body()).at("/data").findValuesAsText("id")).containsExactly("a", "b");
    assertThat(json(list.body()).at("/data/1/owned_by").asText()).isEqualTo("simulated");
    assertThat(json(list.body()).at("/data/1/context_length").asInt()).isEqualTo(8000);
  }

  @Test
  void aRequiredKeyIsDemandedAndNeverRecorded() throws Exception {
    try (var closed = SimulatedProvider.start(Options.standard().key("secret"));
        var ask = new Asking(closed)) {
      assertThat(ask.whole("m").statusCode()).isEqualTo(401);
      var request = ask.request(body("m", false, "")).header("Authorization", "Bearer secret");
      assertThat(ask.client.send(request.build(), BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
      assertThat(closed.requests("m")).hasSize(1);
      assertThat(closed.requests("m").getFirst().headers()).containsEntry("authorization", "***");
    }
  }

  @Test
  void aConnectionIsKeptForTheNextRequest() throws Exception {
    asking.whole("m");
    asking.whole("m");
    assertThat(provider.awaitIdle(Duration.ofSeconds(20))).isTrue();
    assertThat(provider.openConnections()).isEqualTo(1);
    assertThat(provider.count("m")).isEqualTo(2);
  }
}
