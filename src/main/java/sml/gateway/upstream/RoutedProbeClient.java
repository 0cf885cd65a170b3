package sml.gateway.upstream;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.ProbeClient;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.json.RawObject;
import sml.gateway.network.ClientConnection;
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
    var call =
        new HttpCall(
            id,
            "POST",
            "direct:model-probe",
            Map.of(),
            Map.of(),
            probe.body(),
            "",
            new ClientConnection.None(),
            System.nanoTime());
    return new ChatRequest(
        call,
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
    return new Plan(
        probe.category(),
        false,
        List.of(candidate),
        List.of(),
        new CopyOnWriteArrayList<>(),
        List.of(),
        step,
        null,
        "asked by ourselves");
  }

  private static Attempt notAsked(Candidate candidate, String why) {
    return new Attempt.NotAsked(candidate, new AttemptTiming(0, null, 0), why, null);
  }
}
