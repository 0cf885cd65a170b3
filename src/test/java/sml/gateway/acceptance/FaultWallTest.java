package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.acceptance.Wall.FALLBACK;
import static sml.gateway.acceptance.Wall.HEALTHY;
import static sml.gateway.acceptance.Wall.complete;
import static sml.gateway.acceptance.Wall.failed;
import static sml.gateway.testkit.Scale.atMost;
import static sml.gateway.testkit.Scale.seconds;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Conversation;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Behaviour.Prefill;
import sml.gateway.testkit.provider.Fault;
import sml.gateway.testkit.provider.Fault.RetryForm;
import sml.gateway.testkit.provider.Pacer;
import sml.gateway.testkit.provider.Received;

/**
 * Sixteen ways an upstream fails, streamed, with an explicit chain of two models on one host. The
 * limits of the gateway and the waits of the upstream are scaled alike; with {@code
 * -Dsml.test.scale=1} they have full length. The only tests that may look at the clock.
 */
class FaultWallTest {
  private static final Duration GAP = Duration.ofMillis(5);

  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void s01WaitsOutAShortRetryAfterOnTheModelThatWasNamedFirst() {
    var form = seconds(1).toSeconds() == 1 ? RetryForm.SECONDS : RetryForm.MILLISECONDS;
    var limited = Fault.status(429).retryAfter(form, seconds(2));
    Wall wall = wall(Behaviour.healthy().failingFirst(1, limited));
    complete(wall.chain().streamed(), 20);
    assertThat(wall.tries()).hasSize(2);
    assertThat(Wall.between(wall.tries().get(0), wall.tries().get(1)))
        .isGreaterThanOrEqualTo(seconds(1.8));
    assertThat(wall.upstream().count("fallback")).isZero();
  }

  @Test
  void s02LeavesAModelThatIsLimitedForEver() {
    Wall wall = wall(Behaviour.always(Fault.status(429)));
    complete(wall.chain().streamed(), 40);
    assertThat(wall.tries().size()).isBetween(1, 6);
    long soon =
        wall.tries().stream()
            .filter(one -> Wall.between(wall.tries().getFirst(), one).compareTo(seconds(3)) <= 0)
            .count();
    assertThat(soon).isLessThanOrEqualTo(4);
  }

  @Test
  void s03RepeatsOnceAfterAServerError() {
    Wall wall = wall(Behaviour.healthy().failingFirst(1, Fault.status(500)));
    complete(wall.chain().streamed(), 20);
    assertThat(wall.tries()).hasSize(2);
    assertThat(wall.upstream().count("fallback")).isZero();
  }

  @Test
  void s04LeavesAModelThatIsOverloadedForEver() {
    Wall wall = wall(Behaviour.always(Fault.status(503)));
    complete(wall.chain().streamed(), 40);
    assertThat(wall.tries().size()).isBetween(1, 6);
  }

  @Test
  void s05SurvivesAConnectionResetBeforeAByte() {
    Wall wall = wall(Behaviour.healthy().failingFirst(1, Fault.reset()));
    complete(wall.chain().streamed(), 20);
  }

  @Test
  void s06NeverRepeatsASilentModel() {
    Wall wall = wall(Behaviour.always(Fault.silence()));
    complete(wall.chain().streamed(), 100);
    assertThat(wall.tries()).hasSize(1);
  }

  @Test
  void s07LimitsTheWaitForTheFirstEventNotForTheHead() {
    Wall wall = wall(Behaviour.healthy().firstEventAfter(seconds(20)));
    gateway.ask(FALLBACK).streamed();
    Heard heard = complete(wall.chain().streamed(), 15);
    assertThat(heard.models()).containsExactly("fallback");
    assertThat(wall.tries()).hasSize(1);
  }

  @Test
  void s08GoesOnAfterAStreamIsCut() throws InterruptedException {
    var heardOne = new CountDownLatch(1);
    var gaps = new AtomicInteger();
    // amid its words the upstream waits until the client has heard the first
    Pacer waits =
        named -> named.equals(GAP) && gaps.incrementAndGet() == 20 ? after(heardOne, named) : named;
    Behaviour cut = Behaviour.always(Fault.cutAfter(40)).gap(GAP);
    var wall = new Wall(gateway, cut, Behaviour.healthy(), waits);
    try (Conversation open = wall.chain().open()) {
      open.until("word1 ");
      long heard = System.nanoTime();
      heardOne.countDown();
      complete(open.rest(), 40);
      assertThat(heard).as("nothing is held back").isLessThan(wall.firstTry().endedNanos());
    }
    assertThat(wall.tries()).hasSize(1);
  }

  @Test
  void s09GoesOnAfterAStreamFallsSilent() throws InterruptedException {
    Wall wall = wall(Behaviour.healthy().failingFirst(1, Fault.stallAfter(20)));
    complete(wall.chain().streamed(), 45);
    Received stalled = wall.firstTry();
    assertThat(Duration.ofNanos(stalled.endedNanos() - stalled.startedNanos()))
        .isGreaterThan(seconds(15));
    complete(wall.chain().whole(), 10);
  }

  @Test
  void s10SkipsABrokenEvent() {
    Wall wall = wall(Behaviour.healthy().failingFirst(1, Fault.brokenEventAfter(10)));
    complete(wall.chain().streamed(), 20);
    complete(wall.chain().whole(), 10);
    assertThat(wall.upstream().count("fallback")).isZero();
  }

  @Test
  void s11TakesAFinishReasonForTheEnd() {
    Wall wall = wall(Behaviour.always(Fault.noDone()));
    complete(wall.chain().streamed(), 8);
    assertThat(wall.tries()).hasSize(1);
    assertThat(wall.upstream().count("fallback")).isZero();
  }

  @Test
  void s12GivesALongPromptToTheNextModel() {
    Wall wall = wall(Behaviour.always(Fault.contextLength()));
    complete(wall.chain().streamed(), 20);
    assertThat(wall.tries()).hasSize(1);
  }

  @Test
  void s13DoesNotShopARefusalAround() {
    Wall wall = wall(Behaviour.always(Fault.contentPolicy()));
    Heard heard = wall.chain().streamed();
    assertThat(failed(heard, 20).path("code").asText()).isEqualTo("content_policy_violation");
    assertThat(heard.status()).isEqualTo(400);
    assertThat(wall.tries()).hasSize(1);
    assertThat(wall.upstream().count("fallback")).isZero();
  }

  @Test
  void s14GoesOnWithAModelThatRefusesAPrefill() {
    Wall wall =
        new Wall(
            gateway,
            Behaviour.always(Fault.cutAfter(40)).gap(GAP),
            Behaviour.healthy().prefill(Prefill.REFUSE));
    complete(wall.chain().streamed(), 40);
    assertThat(wall.upstream().count("fallback")).isEqualTo(2);
  }

  @Test
  void s14EndsInAnErrorWhenTheNextModelSaysSomethingElse() {
    Wall wall =
        new Wall(
            gateway,
            Behaviour.always(Fault.cutAfter(40)),
            Behaviour.healthy().text("Something else altogether.").prefill(Prefill.REFUSE));
    Heard heard = wall.chain().streamed();
    failed(heard, 40);
    assertThat(HEALTHY).startsWith(heard.text());
    assertThat(heard.finishReasons()).isEmpty();
  }

  @Test
  void s15ComesBackToTheFirstModelSoonAfterAnOutage() throws InterruptedException {
    Wall wall = wall(Behaviour.healthy().failingFor(seconds(60), Fault.status(503)));
    long start = System.nanoTime();
    Heard heard = complete(wall.chain().streamed(), 40);
    for (int request = 1; !heard.models().contains("primary"); request++) {
      Duration due = seconds(4).multipliedBy(request);
      assertThat(due).as("still not back").isLessThanOrEqualTo(seconds(60 + 16));
      TimeUnit.NANOSECONDS.sleep(start + due.toNanos() - System.nanoTime());
      heard = complete(wall.chain().streamed(), 40);
    }
    Duration back = Duration.ofNanos(heard.endedNanos() - start);
    assertThat(back).isBetween(seconds(60), atMost(60 + 16));
  }

  @Test
  void s16NamesTheModelThatAnsweredAndCountsItsTokens() {
    Wall wall = wall(Behaviour.always(Fault.status(503)));
    Heard heard = complete(wall.chain().streamed(), 40);
    assertThat(heard.models()).containsExactly("fallback");
    assertThat(heard.headers()).containsEntry("x-smlgateway-model", "fallback");
    assertThat(heard.usage()).isEqualTo(wall.usageWithoutGateway());
    assertThat(wall.tries().size()).isBetween(1, 6);
  }

  private Wall wall(Behaviour primary) {
    return new Wall(gateway, primary, Behaviour.healthy());
  }

  private static Duration after(CountDownLatch heard, Duration named) {
    try {
      assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
      return named;
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}
