package sml.gateway.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sml.gateway.testkit.provider.Asking.body;
import static sml.gateway.testkit.provider.Asking.json;
import static sml.gateway.testkit.provider.Asking.text;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.modelhealth.HandClock;

@Timeout(30)
class FaultsTest {
  private final HandClock clock = new HandClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final SimulatedProvider provider =
      SimulatedProvider.start(SimulatedProvider.Options.standard().clock(clock).pacer(Pacer.NONE));
  private final Asking asking = new Asking(provider);

  @AfterEach
  void stop() {
    provider.close();
    asking.close();
  }

  @Test
  void theFirstRequestIsLimitedWithAWaitAndTheSecondIsAnswered() throws Exception {
    Fault limited = Fault.status(429).retryAfter(Duration.ofSeconds(2));
    provider.model("m", Behaviour.healthy().failingFirst(1, limited));
    var first = asking.stream("m");
    assertThat(first.statusCode()).isEqualTo(429);
    assertThat(first.headers().firstValue("retry-after")).hasValue("2");
    assertThat(json(first.body()).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
    assertThat(text(asking.stream("m").body())).isEqualTo(new Contents.Words(60).text());
    assertThat(provider.count("m")).isEqualTo(2);
  }

  @Test
  void aWaitCanBeGivenInMillisecondsOrAsADate() throws Exception {
    Fault.Status limited = Fault.status(429);
    provider.model(
        "ms",
        Behaviour.always(limited.retryAfter(Fault.RetryForm.MILLISECONDS, Duration.ofMillis(700))));
    provider.model(
        "date", Behaviour.always(limited.retryAfter(Fault.RetryForm.DATE, Duration.ofSeconds(2))));
    assertThat(asking.whole("ms").headers().firstValue("retry-after-ms")).hasValue("700");
    assertThat(asking.whole("date").headers().firstValue("retry-after"))
        .hasValue("Thu, 1 Jan 2026 00:00:02 GMT");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aStatusForEverIsAnsweredToEveryRequest(int status) throws Exception {
    provider.model("m", Behaviour.always(Fault.status(status)));
    for (int i = 0; i < 3; i++) {
      var answer = asking.stream("m");
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("retry-after")).isEmpty();
      assertThat(json(answer.body()).at("/error/message").asText()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.Shape.class)
  void everyShapeOfErrorKeepsItsStatusAndMessage(Fault.Shape shape) throws Exception {
    provider.model(
        "m", Behaviour.always(Fault.status(503).shape(shape).message("Simulated \"x\"")));
    var answer = asking.whole("m");
    assertThat(answer.statusCode()).isEqualTo(503);
    switch (shape) {
      case EMPTY -> assertThat(answer.body()).isEmpty();
      case HTML, TEXT -> assertThat(answer.body()).contains("Simulated \"x\"");
      default -> assertThat(json(answer.body()).toString()).contains("Simulated \\\"x\\\"");
    }
  }

  @Test
  void theHeadComesAtOnceWhenOnlyTheFirstEventIsLate() throws Exception {
    try (var slow = SimulatedProvider.start();
        var ask = new Asking(slow)) {
      slow.model("m", Behaviour.healthy().firstEventAfter(Duration.ofHours(1)));
      var head =
          ask.client.send(ask.request(body("m", true, "")).build(), BodyHandlers.ofInputStream());
      assertThat(head.statusCode()).isEqualTo(200);
      head.body().close();
      assertThat(slow.awaitAborted("m", 1, Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void refusalsOfTheRequestCarryTheirCodes() throws Exception {
    provider.model("long", Behaviour.always(Fault.contextLength()));
    provider.model("policy", Behaviour.always(Fault.contentPolicy()));
    assertThat(code("long")).isEqualTo("400 context_length_exceeded");
    assertThat(code("policy")).isEqualTo("400 content_policy_violation");
  }

  @Test
  void onlyRequestsBeyondTheContextAreTooLong() throws Exception {
    provider.model("m", Behaviour.healthy().contextLength(100));
    assertThat(asking.whole("m").statusCode()).isEqualTo(200);
    String big = body("m", false, ",\"user\":\"" + "x".repeat(400) + "\"");
    assertThat(asking.post(big).body()).contains("context_length_exceeded");
  }

  @Test
  void aTroubleLastsUntilItIsHealed() throws Exception {
    provider.model("m", Behaviour.healthy().failingUntilHealed(Fault.status(503)));
    assertThat(asking.stream("m").statusCode()).isEqualTo(503);
    assertThat(asking.stream("m").statusCode()).isEqualTo(503);
    provider.heal("m");
    assertThat(asking.stream("m").statusCode()).isEqualTo(200);
  }

  @Test
  void aTroubleForATimeEndsWithThatTime() throws Exception {
    provider.model("m", Behaviour.healthy().failingFor(Duration.ofSeconds(60), Fault.status(503)));
    assertThat(asking.whole("m").statusCode()).isEqualTo(503);
    clock.pass(Duration.ofSeconds(59));
    assertThat(asking.whole("m").statusCode()).isEqualTo(503);
    clock.pass(Duration.ofSeconds(1));
    assertThat(asking.whole("m").statusCode()).isEqualTo(200);
  }

  @Test
  void aRollingLimitRefusesWithTheTimeThatIsLeft() throws Exception {
    provider.model(
        "m",
        Behaviour.healthy()
            .limited(2, Duration.ofSeconds(60))
            .limitHeaders(Behaviour.LimitHeaders.OPENAI));
    assertThat(remaining(asking.whole("m"))).isEqualTo("1");
    clock.pass(Duration.ofSeconds(10));
    assertThat(remaining(asking.whole("m"))).isEqualTo("0");
    var refused = asking.whole("m");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).hasValue("50");
    clock.pass(Duration.ofSeconds(50));
    assertThat(asking.whole("m").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Fault.Nonsense.class)
  void nonsenseComesWithStatus200(Fault.Nonsense kind) throws Exception {
    provider.model("m", Behaviour.always(Fault.malformed(kind)));
    assertThat(asking.whole("m").statusCode()).isEqualTo(200);
    assertThat(asking.stream("m").statusCode()).isEqualTo(200);
    assertThat(text(asking.stream("m").body())).isEmpty();
  }

  @Test
  void aModelNameCarriesItsBehaviour() throws Exception {
    assertThat(code("x+failn=1:429:openai:3")).isEqualTo("429 rate_limit_exceeded");
    assertThat(code("x+failn=1:429:openai:3")).startsWith("200");
    assertThat(code("vendor/x+toolong")).isEqualTo("400 context_length_exceeded");
    assertThat(text(asking.stream("x+text=hello_there").body())).isEqualTo("hello there");
    assertThat(text(asking.stream("x+words=3+nodone").body())).isEqualTo("word1 word2 word3");
    assertThat(asking.whole("x+frobnicate").statusCode()).isEqualTo(404);
    provider.otherwise(null);
    assertThat(asking.whole("unknown").statusCode()).isEqualTo(404);
  }

  @Test
  void anUnknownTokenIsNamed() {
    assertThatThrownBy(() -> Behaviour.parse("words=3+frobnicate=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frobnicate=1");
  }

  private String code(String model) throws Exception {
    var answer = asking.whole(model);
    return answer.statusCode() + " " + json(answer.body()).at("/error/code").asText();
  }

  private static String remaining(HttpResponse<?> answer) {
    return answer.headers().firstValue("x-ratelimit-remaining-requests").orElse("");
  }
}
