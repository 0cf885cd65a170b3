package sml.gateway.cache.exact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.unit.DataSize;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.cache.LookupBudget;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.RequestProfile;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.json.JsonString;
import sml.gateway.json.RawObject;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpCall;

/** Requests, clients and answers for the tests of this package. */
final class CacheTestKit {
  static final ModelRef MODEL = new ModelRef("groq", "plain");
  static final Candidate CANDIDATE = new Candidate(MODEL, false, 1, null, 1, "");
  static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  static final CacheSettings SETTINGS = settings(100, DataSize.ofKilobytes(256));
  static final String QUESTION =
      """
      {"model":"sml/auto","messages":[{"role":"system","content":"Be brief."},
       {"role":"user","content":"What is a cat?"}]}\
      """;
  private static final AtomicInteger IDS = new AtomicInteger();

  private CacheTestKit() {}

  static CacheSettings settings(int entries, DataSize largest) {
    return new CacheSettings(
        true,
        Duration.ofHours(1),
        entries,
        DataSize.ofMegabytes(8),
        largest,
        largest,
        0.3,
        1_000,
        Duration.ofMillis(40),
        Duration.ZERO);
  }

  /** Time that is enough, however busy the machine is. */
  static LookupBudget budget() {
    return new LookupBudget(Duration.ofMinutes(1), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** A client that stays until its switch is thrown; its exchange ends when the test says so. */
  static final class StayingClient extends ClientConnection.None {
    private final Cancellation over = new Cancellation();

    void over() {
      over.fire("over");
    }

    @Override
    public boolean begin(Map<String, String> headers) {
      return true;
    }

    @Override
    public boolean begun() {
      return true;
    }

    @Override
    public void whenOver(Runnable action) {
      over.on(action);
    }
  }

  static StayingClient client(ChatRequest request) {
    return (StayingClient) request.call().client();
  }

  static ChatRequest request(String body) {
    return request(body, Map.of(), RoutingPreferences.NONE);
  }

  static ChatRequest request(
      String body, Map<String, String> headers, RoutingPreferences preferences) {
    try {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      RawObject json = RawObject.parse(bytes);
      String model = json.text("model");
      var tools = json.node("tools");
      boolean stream = json.has("stream") && body.replace(" ", "").contains("\"stream\":true");
      var call =
          new HttpCall(
              "r" + IDS.incrementAndGet(),
              "POST",
              "/v1/chat/completions",
              Map.of(),
              headers,
              bytes,
              "127.0.0.1",
              new StayingClient(),
              System.nanoTime());
      return new ChatRequest(
          call,
          model == null || model.isEmpty() || model.equals("auto") ? "sml/auto" : model,
          json,
          profile(tools != null && !tools.isEmpty(), stream),
          preferences,
          NOW,
          Duration.ofMinutes(10),
          null);
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  private static RequestProfile profile(boolean tools, boolean stream) {
    return new RequestProfile(
        Category.GENERAL,
        false,
        tools,
        false,
        null,
        false,
        false,
        10,
        0,
        stream,
        true,
        RequestProfile.NO_SIGNS);
  }

  static byte[] completion(String text, String finish) {
    return """
    {"id":"chatcmpl-up","object":"chat.completion","created":1,"model":"plain","choices":[{"index":0,\
    "message":{"role":"assistant","content":%s},"finish_reason":"%s"}],\
    "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}\
    """
        .formatted(new String(JsonString.quote(text), StandardCharsets.UTF_8), finish)
        .getBytes(StandardCharsets.UTF_8);
  }

  static Answer.Whole whole(String text, String finish) {
    return new Answer.Whole(CANDIDATE, completion(text, finish), null, text, finish);
  }

  static CachedAnswer remembered(CacheKey key, String text, Instant storedAt) {
    return new CachedAnswer(
        key.hash(), MODEL, completion(text, "stop"), null, text, "stop", "What?", storedAt);
  }

  static CacheKey key(int number) {
    return new CacheKey(String.format(Locale.ROOT, "%064d", number));
  }

  static Plan plan() {
    return new Plan(
        Category.GENERAL,
        false,
        List.of(CANDIDATE),
        List.of(),
        new ArrayList<>(),
        new ArrayList<>(),
        PlanStep.Settled.NOTHING,
        null,
        "asked");
  }
}
