package sml.gateway.upstream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.ProbeClient;
import sml.gateway.chat.RequestProfile;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;

/** Sends probes down the route {@code probe}, as plans with one candidate and one step. */
@Component
final class RoutedProbeClient implements ProbeClient {
  private final ProducerTemplate camel;
  private final Clock clock;
  private final AtomicLong number = new AtomicLong();

  RoutedProbeClient(ProducerTemplate camel, Clock clock) {
    this.camel = camel;
    this.clock = clock;
  }

  @Override
  public Attempt ask(ProbeRequest probe) {
    var candidate = new Candidate(probe.ref(), false, 0, null, 1, "asked by ourselves");
    ChatRequest request;
    try {
      request = chatRequest(probe);
    } catch (IOException malformed) {
      return notAsked(candidate, "the probe is no JSON object: " + malformed.getMessage());
    }
    var plan = plan(probe, candidate);
    Exchange done =
        camel.send(
            "direct:model-probe",
            exchange -> {
              exchange.setVariable("request", request);
              exchange.setVariable("plan", plan);
            });
    if (done.getException() == null && done.getMessage().getBody() instanceof Attempt attempt) {
      return attempt;
    }
    return notAsked(candidate, "the route `model-probe` failed: " + done.getException());
  }

  private ChatRequest chatRequest(ProbeRequest probe) throws IOException {
    var reader = new ProbeRequestReader();
    RawObject body = RawObject.parse(probe.body(), reader);
    String id =
        probe.purpose().name().toLowerCase(Locale.ROOT).replace("_", "")
            + Long.toString(number.incrementAndGet(), Character.MAX_RADIX);
    return new ChatRequest(
        HttpCall.inner(id, "direct:model-probe", Map.of(), probe.body()),
        probe.ref().id(),
        body,
        reader.profile(probe.category()),
        RoutingPreferences.NONE,
        clock.instant(),
        probe.timeout(),
        probe.purpose());
  }

  private static Plan plan(ProbeRequest probe, Candidate candidate) {
    // the last chance, so that the probe's own timeout decides and not that of a hedge
    var step = new PlanStep.Ask(candidate, Duration.ZERO, true, false);
    return Plan.of(
        probe.category(), false, List.of(candidate), List.of(), step, "asked by ourselves");
  }

  private static Attempt notAsked(Candidate candidate, String why) {
    return new Attempt.NotAsked(candidate, new AttemptTiming(0, null, 0), why, null);
  }

  /**
   * Reads what asking needs to know of a probe's body in the pass that indexes it. The size counts
   * three characters to a token, Thai ones twice, an image 1,000 tokens.
   */
  private static final class ProbeRequestReader implements RawObject.Visitor {
    private static final int PER_IMAGE = 1000;

    private long weight;
    private int images;
    private boolean tools;
    private int maxTokens;

    @Override
    public void member(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "messages" -> measure(parser);
        case "tools" -> {
          tools = parser.currentToken() == JsonToken.START_ARRAY;
          measure(parser);
        }
        case "max_tokens", "max_completion_tokens" -> maxTokens = parser.getValueAsInt();
        default -> {}
      }
    }

    private void measure(JsonParser parser) throws IOException {
      int depth = 0;
      do {
        switch (parser.currentToken()) {
          case START_OBJECT, START_ARRAY -> depth++;
          case END_OBJECT, END_ARRAY -> depth--;
          case VALUE_STRING -> weigh(parser.getText());
          default -> {}
        }
      } while (depth > 0 && parser.nextToken() != null);
    }

    private void weigh(String text) {
      if (text.startsWith("data:image/")) {
        images++;
        return;
      }
      weight += text.chars().map(c -> c >= 0x0E00 && c <= 0x0E7F ? 2 : 1).sum();
    }

    RequestProfile profile(Category category) {
      int tokens = (int) Math.min((weight + 2) / 3 + (long) images * PER_IMAGE, Integer.MAX_VALUE);
      return new RequestProfile(
          category,
          false,
          tools,
          false,
          null,
          images > 0,
          false,
          tokens,
          maxTokens,
          false,
          false,
          RequestProfile.NO_SIGNS);
    }
  }
}
