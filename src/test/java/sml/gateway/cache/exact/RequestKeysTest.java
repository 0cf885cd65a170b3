package sml.gateway.cache.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.cache.exact.CacheTestKit.QUESTION;
import static sml.gateway.cache.exact.CacheTestKit.SETTINGS;
import static sml.gateway.cache.exact.CacheTestKit.request;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import sml.gateway.cache.CacheKey;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.chat.RoutingPreferences.Strategy;

/** Which requests may have one answer, and which may not come out of a cache at all. */
class RequestKeysTest {
  private static final String FULL =
      """
      {"model":"sml/auto","messages":[{"role":"system","content":"Be brief."},\
      {"role":"user","content":"What is a cat?"},{"role":"assistant","content":"A pet."},\
      {"role":"user","content":"And a dog?"}],"response_format":{"type":"json_object"},\
      "temperature":0.2,"max_tokens":100,"seed":7,"stop":["END"],"top_p":0.9,"tool_choice":"none",\
      "presence_penalty":0.5,"logit_bias":{"50256":-100},"reasoning_effort":"low",\
      "x_unknown":{"a":1}}\
      """;

  private final RequestKeys keys = new RequestKeys(SETTINGS);

  private @Nullable CacheKey key(String body) {
    return keys.of(request(body));
  }

  private static String with(String member) {
    return QUESTION.replaceFirst("\\{", "{" + member.replace("\\", "\\\\") + ",");
  }

  @ParameterizedTest(name = "{0} instead of {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "Be brief.|Be brief",
        "What is a cat?|What is a Cat?",
        "A pet.|A pet!",
        "And a dog?|And a dog ?",
        "\"role\":\"system\"|\"role\":\"developer\"",
        "json_object|json_schema",
        "0.2|0.1",
        "\"max_tokens\":100|\"max_tokens\":101",
        "\"max_tokens\":100|\"max_completion_tokens\":100",
        "\"seed\":7|\"seed\":8",
        "[\"END\"]|[\"END\",\"STOP\"]",
        "[\"END\"]|\"END\"",
        "\"top_p\":0.9|\"top_p\":0.8",
        "\"tool_choice\":\"none\"|\"tool_choice\":\"auto\"",
        "\"presence_penalty\":0.5|\"frequency_penalty\":0.5",
        "-100|-99",
        "\"low\"|\"high\"",
        "{\"a\":1}|{\"a\":2}",
        "{\"a\":1}|{\"b\":1}",
        "{\"a\":1}|{\"a\":\"1\"}",
        "{\"a\":1}|[\"a\",1]",
        "x_unknown|y_unknown",
        "sml/auto|sml/thai",
        "sml/auto|groq/llama",
      })
  void whatCanChangeTheAnswerMisses(String there, String other) {
    assertThat(FULL).contains(there);

    assertThat(key(FULL.replace(there, other))).isNotNull().isNotEqualTo(key(FULL));
  }

  @Test
  void theOrderAndTheNumberOfMessagesCount() {
    String one = "{\"role\":\"user\",\"content\":\"a\"}";
    String two = "{\"role\":\"user\",\"content\":\"b\"}";
    assertThat(List.of(one + "," + two, two + "," + one, one, one + "," + one + "," + two))
        .extracting(list -> Objects.requireNonNull(key("{\"messages\":[" + list + "]}")))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"stream\":true",
        "\"stream\":false",
        "\"stream\":true,\"stream_options\":{\"include_usage\":true}",
        "\"n\":1",
        "\"n\":null",
        "\"n\":1.0",
        "\"top_p\":1",
        "\"presence_penalty\":0",
        "\"frequency_penalty\":0.0",
        "\"logit_bias\":{}",
        "\"response_format\":{\"type\":\"text\"}",
        "\"temperature\":null",
        "\"stop\":null",
        "\"seed\":null",
        "\"tools\":[]",
        "\"tools\":null",
        "\"logprobs\":false",
        "\"strategy\":\"balanced\"",
      })
  void whatChangesNothingIsEqual(String member) {
    assertThat(key(with(member))).isNotNull().isEqualTo(key(QUESTION));
  }

  @Test
  void theOrderOfMembersWhiteSpaceAndEscapesChangeNothing() {
    String other =
        """
        { "messages" : [ { "content" : "Be brief.", "role" : "system" },
          { "content" : "What is \\u0061 cat?" , "role":"user" } ],
          "model" : "sml/auto" }\
        """;
    assertThat(key(other)).isNotNull().isEqualTo(key(QUESTION));
  }

  @ParameterizedTest
  @CsvSource({"0.20,0.2", "2e-1,0.2", "0,0.0", "0,-0"})
  void aNumberMayBeWrittenInAnyWay(String one, String other) {
    assertThat(key(with("\"temperature\":" + one)))
        .isNotNull()
        .isEqualTo(key(with("\"temperature\":" + other)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "auto", "sml/auto"})
  void theGatewaysChoiceHasThreeNames(String name) {
    assertThat(key(QUESTION.replace("sml/auto", name))).isNotNull().isEqualTo(key(QUESTION));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"temperature\":0.31",
        "\"temperature\":1",
        "\"temperature\":\"0\"",
        "\"n\":2",
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\"}}]",
        "\"functions\":[{\"name\":\"look\"}]",
        "\"logprobs\":true",
        "\"audio\":{\"voice\":\"alloy\"}",
        "\"web_search_options\":{\"search_context_size\":\"low\"}",
        "\"seed\":1,\"seed\":2",
        "\"x\":{\"a\":1,\"a\":2}",
      })
  void whatWantsAnotherAnswerEachTimeHasNoKey(String member) {
    assertThat(key(with(member))).isNull();
  }

  @Test
  void aConsensusAndALargeRequestHaveNoKey() {
    assertThat(key(QUESTION.replace("sml/auto", "sml/consensus"))).isNull();
    var small = new RequestKeys(CacheTestKit.settings(1, DataSize.ofBytes(QUESTION.length() - 1)));
    assertThat(small.of(request(QUESTION))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "x-no-cache,1,false",
    "x-no-cache,true,false",
    "x-no-cache,0,true",
    "cache-control,no-cache,false",
    "cache-control,'max-age=0, No-Store',false",
    "cache-control,max-age=0,true",
  })
  void aClientMayRefuseTheCache(String header, String value, boolean hits) {
    var request = request(QUESTION, Map.of(header, value), RoutingPreferences.NONE);

    assertThat(keys.of(request) != null).isEqualTo(hits);
  }

  @Test
  void theControlsOfTheDeveloperCount() {
    var none = RoutingPreferences.NONE;
    var preferences =
        List.of(
            none,
            new RoutingPreferences(List.of("groq"), List.of(), Strategy.BALANCED, null, List.of()),
            new RoutingPreferences(List.of(), List.of("groq"), Strategy.BALANCED, null, List.of()),
            new RoutingPreferences(List.of(), List.of(), Strategy.FASTEST, null, List.of()),
            new RoutingPreferences(
                List.of(), List.of(), Strategy.BALANCED, Duration.ofSeconds(1), List.of()),
            new RoutingPreferences(
                List.of(), List.of(), Strategy.BALANCED, null, List.of("a/b", "c/d")));

    assertThat(preferences)
        .extracting(each -> Objects.requireNonNull(keys.of(request(QUESTION, Map.of(), each))))
        .doesNotHaveDuplicates();
  }

  @Test
  void halvesOfASurrogatePairAreNotEqual() {
    assertThat(key(QUESTION.replace("cat", "\\ud83d")))
        .isNotNull()
        .isNotEqualTo(key(QUESTION.replace("cat", "\\ud83e")))
        .isNotEqualTo(key(QUESTION.replace("cat", "?")));
  }
}
