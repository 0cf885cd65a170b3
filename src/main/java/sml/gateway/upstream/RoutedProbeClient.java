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
import sml.gateway.network.HttpCall;

/** Sends errands down the route {@code sounding}, as plans with one candidate and one step. */
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
  public Attempt ask(ProbeRequest errand) {
    var candidate = new Candidate(errand.ref(), false, 0, null, 1, "asked by ourselves");
    ChatRequest request;
    try {
      request = turn(errand);
    } catch (IOException malformed) {
      return notAsked(candidate, "the errand is no JSON object: " + malformed.getMessage());
    }
    var plan = plan(errand, candidate);
    Exchange done =
        camel.send(
            "direct:probe",
            exchange -> {
              exchange.setVariable("request", request);
              exchange.setVariable("plan", plan);
            });
    if (done.getException() == null && done.getMessage().getBody() instanceof Attempt attempt) {
      return attempt;
    }
    return notAsked(candidate, "the route `sounding` failed: " + done.getException());
  }

  private ChatRequest turn(ProbeRequest errand) throws IOException {
    var reader = new ProbeRequestReader();
    RawObject body = RawObject.parse(errand.body(), reader);
    String id =
        errand.purpose().name().toLowerCase(Locale.ROOT).replace("_", "")
            + Long.toString(number.incrementAndGet(), Character.MAX_RADIX);
    var call =
        new HttpCall(
            id,
            "POST",
            "direct:probe",
            Map.of(),
            Map.of(),
            errand.body(),
            "",
            new NullClient(),
            System.nanoTime());
    return new ChatRequest(
        call,
        errand.ref().id(),
        body,
        reader.profile(errand.category()),
        RoutingPreferences.NONE,
        clock.instant(),
        errand.patience(),
        errand.purpose());
  }

  private static Plan plan(ProbeRequest errand, Candidate candidate) {
    // the last chance, so that the errand's own patience decides and not that of a race
    var step = new PlanStep.Ask(candidate, Duration.ZERO, true, false);
    return new Plan(
        errand.category(),
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
