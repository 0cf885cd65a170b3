package sml.gateway.upstream.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sml.gateway.json.RawObject;

class StrictDialectsTest {
  private static final String PARAMETERS =
      """
      "model":"sml/auto","store":false,"seed":7,"frequency_penalty":0.5,"presence_penalty":0,
      "logit_bias":{"50256":-100},"logprobs":false,"top_logprobs":null,"parallel_tool_calls":true,
      "service_tier":"auto","metadata":{"a":"b"},"user":"u1","n":1,"top_k":3,
      "safety_identifier":"s","prompt_cache_key":"k","max_completion_tokens":64,
      "reasoning":{"effort":"low"},"stream_options":{"include_usage":true},"temperature":0.20,
      "tool_choice":"required","tools":[{"type":"function","function":{"name":"weather",
      "strict":true,"parameters":{"$schema":"http://json-schema.org/draft-07/schema#",
      "type":"object","properties":{"city":{"type":"string"},"strict":{"type":"boolean"}},
      "required":["city"],"additionalProperties":false}}}]
      """;
  private static final String SYSTEM = "{\"role\":\"developer\",\"content\":\"Be brief.\"}";
  private static final String USER =
      "{\"role\":\"user\",\"name\":\"ann\",\"tool_calls\":null,\"content\":\"Weather?\"}";
  private static final String CALLS =
      "{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"hm\","
          + "\"function_call\":null,\"refusal\":null,\"tool_calls\":[{\"id\":\"call_abcdefghijklmnopqrstuvwx\","
          + "\"type\":\"function\",\"extra_content\":{\"google\":{}},"
          + "\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}},"
          + "{\"id\":\"aB3aB3aB3\",\"type\":\"function\","
          + "\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]}";
  private static final String ANSWERS =
      "{\"role\":\"tool\",\"tool_call_id\":\"call_abcdefghijklmnopqrstuvwx\",\"content\":\"hot\"},"
          + "{\"role\":\"tool\",\"tool_call_id\":\"aB3aB3aB3\",\"name\":\"weather\","
          + "\"content\":\"cold\"}";
  private static final String NOTHING = "{\"role\":\"assistant\",\"content\":\"\"}";
  private static final String BEGUN = "{\"role\":\"assistant\",\"content\":\"It is\"}";

  private final Dialects dialects = new Dialects();
  private final RequestShaper shaper = new RequestShaper();

  static Stream<Arguments> everyProviderWithEveryConversation() {
    List<String> conversations =
        List.of(
            String.join(",", SYSTEM, USER),
            String.join(",", SYSTEM, USER, CALLS, ANSWERS),
            String.join(",", SYSTEM, USER, CALLS, ANSWERS, USER),
            String.join(",", USER, CALLS, ANSWERS, NOTHING, SYSTEM, USER),
            String.join(",", NOTHING, USER, NOTHING),
            String.join(",", USER, BEGUN));
    return StrictProviders.CHECKS.keySet().stream()
        .flatMap(name -> conversations.stream().map(text -> Arguments.of(name, text)));
  }

  @ParameterizedTest
  @MethodSource("everyProviderWithEveryConversation")
  void anOrdinaryRequestIsAccepted(String provider, String messages) throws Exception {
    for (boolean stream : new boolean[] {true, false}) {
      String body =
          "{" + PARAMETERS + ",\"messages\":[" + messages + "],\"stream\":" + stream + "}";
      JsonNode raw = RawObject.EXACT.readTree(body);
      assertThat(StrictProviders.complaints(provider, raw))
          .as("the check itself must complain about the raw body")
          .isNotEmpty();
      JsonNode sent = shaped(body, provider, stream);
      assertThat(StrictProviders.complaints(provider, sent)).isEmpty();
      assertThat(sent.get("model").asText()).isEqualTo("m");
      assertThat(sent.get("temperature").toString()).isEqualTo("0.20");
    }
  }

  @Test
  void mistralGetsItsOwnNamesAndValues() throws Exception {
    JsonNode sent = shaped("{" + PARAMETERS + ",\"messages\":[" + USER + "]}", "mistral", false);
    assertThat(sent.get("max_tokens").asInt()).isEqualTo(64);
    assertThat(sent.get("random_seed").asInt()).isEqualTo(7);
    assertThat(sent.get("tool_choice").asText()).isEqualTo("any");
    JsonNode function = sent.get("tools").get(0).get("function");
    assertThat(function.has("strict")).isFalse();
    JsonNode parameters = function.get("parameters");
    assertThat(parameters.has("additionalProperties")).isFalse();
    assertThat(parameters.has("$schema")).isFalse();
    assertThat(parameters.get("properties").has("strict")).as("a property of that name").isTrue();
  }

  @Test
  void mistralToolIdsStillMatchTheirCalls() throws Exception {
    JsonNode messages = conversation("mistral", CALLS, ANSWERS).get("messages");
    JsonNode calls = messages.get(0).get("tool_calls");
    assertThat(messages.get(1).get("tool_call_id")).isEqualTo(calls.get(0).get("id"));
    assertThat(messages.get(2).get("tool_call_id")).isEqualTo(calls.get(1).get("id"));
    assertThat(calls.get(1).get("id").asText()).as("a good id stays").isEqualTo("aB3aB3aB3");
    assertThat(conversation("mistral", CALLS, ANSWERS).get("messages")).isEqualTo(messages);
  }

  @Test
  void callsWithoutIdsAreMatchedByTheirOrder() throws Exception {
    String calls =
        "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"\",\"function\":{}},{\"function\":{}}]}";
    String answer = "{\"role\":\"tool\",\"tool_call_id\":\"\",\"content\":\"x\"}";
    JsonNode messages = conversation("mistral", calls, answer, answer).get("messages");
    JsonNode ids = messages.get(0).get("tool_calls");
    assertThat(ids.get(0).get("id")).isNotEqualTo(ids.get(1).get("id"));
    assertThat(messages.get(1).get("tool_call_id")).isEqualTo(ids.get(0).get("id"));
    assertThat(messages.get(2).get("tool_call_id")).isEqualTo(ids.get(1).get("id"));
  }

  @Test
  void cerebrasReadsThoughtsUnderItsOwnName() throws Exception {
    JsonNode message = conversation("cerebras", USER, CALLS, ANSWERS).get("messages").get(1);
    assertThat(message.get("reasoning").asText()).isEqualTo("hm");
    assertThat(message.has("reasoning_content")).isFalse();
  }

  @Test
  void cohereAndGeminiKeepForeignToolIdsAndSignatures() throws Exception {
    for (String provider : List.of("cohere", "gemini")) {
      JsonNode call =
          conversation(provider, CALLS, ANSWERS).get("messages").get(0).get("tool_calls").get(0);
      assertThat(call.get("id").asText()).startsWith("call_");
      assertThat(call.has("extra_content")).isTrue();
    }
  }

  @Test
  void messagesThatFitKeepTheirBytesEvenForMistral() throws Exception {
    String messages =
        "[ {\"content\" : \"caf\\u00e9 \\ud83d\", \"role\":\"user\"},\n {\"role\":\"developer\","
            + "\"content\":[ {\"type\":\"text\", \"text\":\"\\ud83d\"} ]} ]";
    byte[] sent = shape("{\"model\":\"a\",\"messages\":" + messages + "}", "mistral", false, null);
    assertThat(new String(sent, UTF_8))
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":" + messages.replace("developer", "system") + "}");
  }

  @Test
  void aTokenLimitIsSetWhereTheDefaultIsBadAndNoneWasAsked() throws Exception {
    assertThat(conversation("typhoon", USER).get("max_tokens").asInt()).isEqualTo(2048);
    String asked = "{\"model\":\"a\",\"messages\":[],\"max_completion_tokens\":9}";
    assertThat(shaped(asked, "typhoon", false).get("max_tokens").asInt()).isEqualTo(9);
    String nothing = "{\"model\":\"a\",\"messages\":[],\"max_tokens\":null}";
    JsonNode sent = shaped(nothing, "cerebras", false);
    assertThat(sent.get("max_completion_tokens").asInt()).isEqualTo(8192);
    var small = new ShapeTarget("m", dialects.named("cloudflare"), false, 1000, null, Set.of());
    byte[] bytes = shaper.shape(RawObject.parse(nothing.getBytes(UTF_8)), small, null).bytes();
    assertThat(RawObject.EXACT.readTree(bytes).get("max_tokens").asInt()).isEqualTo(1000);
  }

  @Test
  void ofTwoNamesForOneParameterTheProvidersOwnCounts() throws Exception {
    String both = "{\"model\":\"a\",\"messages\":[],\"max_completion_tokens\":9,\"max_tokens\":5}";
    assertThat(new String(shape(both, "mistral", false, null), UTF_8))
        .isEqualTo("{\"model\":\"m\",\"messages\":[],\"max_tokens\":5}");
    String open =
        "{\"max_tokens\":null,\"model\":\"a\",\"messages\":[],\"max_completion_tokens\":9}";
    assertThat(new String(shape(open, "mistral", false, null), UTF_8))
        .isEqualTo("{\"model\":\"m\",\"messages\":[],\"max_tokens\":9}");
  }

  @Test
  void aBegunTextIsContinuedInTheProvidersWay() throws Exception {
    String body = "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    assertThat(new String(shape(body, "mistral", false, "Once \"upon"), UTF_8))
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"},"
                + "{\"role\":\"assistant\",\"content\":\"Once \\\"upon\",\"prefix\":true}]}");
    assertThat(new String(shape(body, "openrouter", false, "สวัส\ud83d"), UTF_8))
        .endsWith(",{\"role\":\"assistant\",\"content\":\"สวัส?\"}]}");
  }

  private JsonNode conversation(String dialect, String... messages) throws Exception {
    String list = String.join(",", Arrays.asList(messages));
    return shaped("{\"model\":\"a\",\"messages\":[" + list + "]}", dialect, false);
  }

  private JsonNode shaped(String body, String dialect, boolean stream) throws Exception {
    return RawObject.EXACT.readTree(shape(body, dialect, stream, null));
  }

  private byte[] shape(String body, String dialect, boolean stream, @Nullable String begun)
      throws Exception {
    var shapeTarget = new ShapeTarget("m", dialects.named(dialect), stream, 0, null, Set.of());
    return shaper.shape(RawObject.parse(body.getBytes(UTF_8)), shapeTarget, begun).bytes();
  }
}
