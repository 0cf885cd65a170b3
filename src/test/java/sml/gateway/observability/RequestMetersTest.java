package sml.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.RequestFinished;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;
import sml.gateway.testkit.SampleProfile;
import sml.gateway.testkit.SilentClient;

class RequestMetersTest {
  private static final AttemptTiming TIMING = new AttemptTiming(10, 60L, 100);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RequestMeters meters = new RequestMeters(registry);
  private final SilentClient client = new SilentClient();
  private final ChatRequest request = request();

  @Test
  void anAttemptIsCountedByProviderOutcomeAndCategory() {
    var refusal = new Refusal(429, Refusal.Kind.RATE_LIMITED, "slow down", null, null, null, null);
    finished(new Attempt.Refused(candidate("p"), TIMING, refusal));
    finished(new Attempt.Refused(candidate("p"), TIMING, refusal));
    finished(new Attempt.Broken(candidate("p"), TIMING, "reset", true));
    assertThat(attempts("p", "rate_limited")).isEqualTo(2);
    assertThat(attempts("p", "broken")).isEqualTo(1);
  }

  @Test
  void theTimeToFirstContentCountsFromTheStartOfTheAttempt() {
    finished(new Attempt.Broken(candidate("p"), TIMING, "reset", false));
    var timer = registry.get("sml.first.content").tag("provider", "p").timer();
    assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(50);
  }

  @Test
  void noLabelNamesAModel() {
    finished(new Attempt.Broken(candidate("p"), TIMING, "reset", false));
    assertThat(registry.getMeters())
        .isNotEmpty()
        .allSatisfy(
            meter ->
                assertThat(meter.getId().getTags())
                    .extracting(Tag::getValue)
                    .noneMatch(value -> value.contains("the-model")));
  }

  @Test
  void providersBeyondTheFirst64AreOther() {
    for (int number = 0; number < 100; number++) {
      finished(new Attempt.Broken(candidate("p" + number), TIMING, "reset", false));
    }
    assertThat(registry.find("sml.attempts").counters()).hasSize(65);
    assertThat(attempts("other", "broken")).isEqualTo(36);
  }

  @Test
  void aRequestIsCountedByWhatTheClientGot() {
    answered(200, null);
    answered(503, "no model fits");
    answered(429, "too much");
    answered(400, "what is that");
    answered(502, "all failed");
    client.disconnected().fire("the client has left");
    answered(200, "broke off");
    for (var outcome :
        List.of(
            "answered", "unavailable", "rate_limited", "caller_fault", "failed", "client_left")) {
      assertThat(registry.get("sml.requests").tag("outcome", outcome).timer().count()).isEqualTo(1);
    }
  }

  private double attempts(String provider, String outcome) {
    return registry
        .get("sml.attempts")
        .tags("provider", provider, "outcome", outcome, "category", "code")
        .counter()
        .count();
  }

  private void finished(Attempt attempt) {
    meters.count(new AttemptFinished(request, false, attempt, null, Map.of(), null));
  }

  private void answered(int status, @Nullable String error) {
    meters.count(
        new RequestFinished(
            request.call(),
            request,
            null,
            null,
            status,
            error,
            null,
            5,
            null,
            CacheVerdict.OFF,
            () -> ""));
  }

  private static Candidate candidate(String provider) {
    return new Candidate(new ModelRef(provider, "the-model"), false, 1, null, 1, "");
  }

  private ChatRequest request() {
    var call = new HttpCall("t", "POST", "/", Map.of(), Map.of(), new byte[0], "", client, 0);
    var profile = SampleProfile.plain(Category.CODE, 1, false);
    try {
      return new ChatRequest(
          call,
          "sml/auto",
          RawObject.parse(new byte[] {'{', '}'}),
          profile,
          RoutingPreferences.NONE,
          Instant.EPOCH,
          Duration.ofMinutes(1),
          null);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
