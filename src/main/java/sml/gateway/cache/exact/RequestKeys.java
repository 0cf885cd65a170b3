package sml.gateway.cache.exact;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.ExactKeys;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.json.RawObject;
import sml.gateway.json.RawObject.Member;
import sml.gateway.network.HttpCall;

/**
 * Decides whether a request may be answered from a cache, and by which key. Everything counts that
 * can change the answer, members we do not know included; the tests of this class list what is
 * equal all the same.
 */
@Component
final class RequestKeys implements ExactKeys {
  private static final String CONSENSUS = "sml/consensus";

  /** How the answer is sent does not change it, and the controls count as they were understood. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "stream",
          "stream_options",
          "model",
          "models",
          "prefer",
          "exclude",
          "strategy",
          "max_latency_ms",
          "extra");

  /**
   * Members whose answers are not remembered: they have side effects or another form as streams.
   */
  private static final Set<String> NOT_REMEMBERED =
      Set.of(
          "tools",
          "functions",
          "logprobs",
          "top_logprobs",
          "audio",
          "web_search_options",
          "best_of");

  /** What a member means that is not there: saying it changes nothing. */
  private static final Map<String, Predicate<JsonNode>> DEFAULTS =
      Map.of(
          "n", value -> is(value, 1),
          "top_p", value -> is(value, 1),
          "presence_penalty", value -> is(value, 0),
          "frequency_penalty", value -> is(value, 0),
          "logit_bias", value -> value.isObject() && value.isEmpty(),
          "response_format",
              value -> value.size() == 1 && value.path("type").asText().equals("text"));

  /** Which of two members of one name counts is not the same everywhere. */
  private static final ObjectReader STRICT =
      RawObject.EXACT.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private final CacheSettings settings;

  RequestKeys(CacheSettings settings) {
    this.settings = settings;
  }

  @Override
  public @Nullable CacheKey of(ChatRequest request) {
    if (!mayHit(request)) {
      return null;
    }
    try {
      return key(request);
    } catch (IOException ambiguous) {
      return null;
    }
  }

  private boolean mayHit(ChatRequest request) {
    var profile = request.profile();
    return settings.enabled()
        && request.purpose() == null
        && !profile.tools()
        && !profile.images()
        && !request.model().equals(CONSENSUS)
        && request.body().bytes().length <= settings.largestRequest().toBytes()
        && !bypasses(request.call())
        && looksDeterministic(request.body());
  }

  /** {@code X-No-Cache: 1} or {@code Cache-Control: no-cache} or {@code no-store}. */
  private static boolean bypasses(HttpCall call) {
    String own = call.header("x-no-cache");
    if (own != null && !own.isBlank() && !own.strip().equals("0") && !own.strip().equals("false")) {
      return true;
    }
    String control = call.header("cache-control");
    if (control == null) {
      return false;
    }
    String lower = control.toLowerCase(Locale.ROOT);
    return lower.contains("no-cache") || lower.contains("no-store");
  }

  private boolean looksDeterministic(RawObject body) {
    for (Member member : body.members()) {
      if (NOT_REMEMBERED.contains(member.name()) && !isOff(body, member)) {
        return false;
      }
    }
    try {
      JsonNode temperature = body.node("temperature");
      JsonNode choices = body.node("n");
      return (temperature == null
              || temperature.isNull()
              || (temperature.isNumber() && temperature.doubleValue() <= settings.temperature()))
          && (choices == null || choices.isNull() || is(choices, 1));
    } catch (IOException parsedBefore) {
      return false;
    }
  }

  private static boolean isOff(RawObject body, Member member) {
    byte first = body.bytes()[member.valueStart()];
    return member.isNull() || first == 'f' || isEmptyList(body.bytes(), member);
  }

  private static boolean isEmptyList(byte[] json, Member member) {
    if (json[member.valueStart()] != '[') {
      return false;
    }
    for (int i = member.valueStart() + 1; i < member.valueEnd() - 1; i++) {
      if (json[i] > ' ') {
        return false;
      }
    }
    return true;
  }

  private static CacheKey key(ChatRequest request) throws IOException {
    RawObject body = request.body();
    Map<String, JsonNode> members = new TreeMap<>();
    for (Member member : body.members()) {
      if (member.isNull()
          || LEFT_OUT.contains(member.name())
          || (NOT_REMEMBERED.contains(member.name()) && isOff(body, member))) {
        continue;
      }
      JsonNode value =
          STRICT.readTree(
              body.bytes(), member.valueStart(), member.valueEnd() - member.valueStart());
      if (members.put(member.name(), value) != null) {
        throw new IOException("a member is there twice");
      }
    }
    var digest = new CanonicalDigest().text(request.model());
    controls(digest, request.preferences());
    members.forEach(
        (name, value) -> {
          Predicate<JsonNode> byDefault = DEFAULTS.get(name);
          if (byDefault == null || !byDefault.test(value)) {
            digest.text(name).value(value);
          }
        });
    return CacheKey.of(digest.finish());
  }

  private static void controls(CanonicalDigest digest, RoutingPreferences preferences) {
    digest
        .text(preferences.prefer().toString())
        .text(preferences.exclude().toString())
        .text(preferences.strategy().name())
        .text(String.valueOf(preferences.maxLatency()))
        .text(preferences.chain().toString());
  }

  private static boolean is(JsonNode value, double number) {
    return value.isNumber() && value.doubleValue() == number;
  }
}
