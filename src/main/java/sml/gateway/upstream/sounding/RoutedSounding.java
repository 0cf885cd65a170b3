package sml.gateway.upstream.sounding;

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
import sml.gateway.chat.Call;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Plan;
import sml.gateway.chat.RawObject;
import sml.gateway.chat.Sounding;
import sml.gateway.chat.Step;
import sml.gateway.chat.Timing;
import sml.gateway.chat.Turn;
import sml.gateway.chat.Wishes;

/** Sends errands down the route {@code sounding}, as plans with one candidate and one step. */
@Component
final class RoutedSounding implements Sounding {
  private final ProducerTemplate camel;
  private final Clock clock;
  private final AtomicLong number = new AtomicLong();

  RoutedSounding(ProducerTemplate camel, Clock clock) {
    this.camel = camel;
    this.clock = clock;
  }

  @Override
  public Attempt ask(Errand errand) {
    var candidate = new Candidate(errand.ref(), false, 0, null, 1, "asked by ourselves");
    Turn turn;
    try {
      turn = turn(errand);
    } catch (IOException malformed) {
      return notAsked(candidate, "the errand is no JSON object: " + malformed.getMessage());
    }
    var plan = plan(errand, candidate);
    Exchange done =
        camel.send(
            "direct:sounding",
            exchange -> {
              exchange.setVariable("turn", turn);
              exchange.setVariable("plan", plan);
            });
    if (done.getException() == null && done.getMessage().getBody() instanceof Attempt attempt) {
      return attempt;
    }
    return notAsked(candidate, "the route `sounding` failed: " + done.getException());
  }

  private Turn turn(Errand errand) throws IOException {
    var reader = new ErrandReader();
    RawObject body = RawObject.parse(errand.body(), reader);
    String id =
        errand.purpose().name().toLowerCase(Locale.ROOT).replace("_", "")
            + Long.toString(number.incrementAndGet(), Character.MAX_RADIX);
    var call =
        new Call(
            id,
            "POST",
            "direct:sounding",
            Map.of(),
            Map.of(),
            errand.body(),
            "",
            new Nobody(),
            System.nanoTime());
    return new Turn(
        call,
        errand.ref().id(),
        body,
        reader.profile(errand.category()),
        Wishes.NONE,
        clock.instant(),
        errand.patience(),
        errand.purpose());
  }

  private static Plan plan(Errand errand, Candidate candidate) {
    // the last chance, so that the errand's own patience decides and not that of a race
    var step = new Step.Ask(candidate, Duration.ZERO, true, false);
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
    return new Attempt.NotAsked(candidate, new Timing(0, null, 0), why, null);
  }
}
