package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sml.gateway.chat.Refusal.Kind;
import sml.gateway.upstream.AdmissionGate;

/** How much of small quotas is used, and how often they are overrun, measured with a test clock. */
class QuotaUseTest {
  private static final long STEP_MS = 100;
  private static final long LATENCY_MS = 500;
  private static final int AT_ONCE = 8;

  private final Lab lab = new Lab();

  /** How a provider counts a minute. */
  private enum Window {
    FIXED,
    SLIDING
  }

  static Stream<Arguments> providers() {
    return Stream.of(Window.values())
        .flatMap(window -> Stream.of(Arguments.of(window, true), Arguments.of(window, false)));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aMinuteQuotaIsUsedAndHardlyEverOverrun(Window window, boolean headers) {
    var upstream = new Upstream(window, headers, 30, 1_000_000);
    upstream.saturate(Duration.ofHours(2));
    upstream.assertUsed(30 * 120);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aDayQuotaIsUsedAndHardlyEverOverrun(Window window, boolean headers) {
    var upstream = new Upstream(window, headers, 30, 1_000);
    // without a reset in a header the day ends with the one of UTC
    upstream.saturate(Duration.ofHours(3));
    upstream.assertUsed(1_000);
  }

  @Test
  void threeKeysOfFiftyADayLastTheDay() {
    PacedDay.Result day = new PacedDay().run();
    assertThat(day.refused()).isLessThanOrEqualTo(3);
    assertThat(day.answered()).isBetween(140, 150);
    assertThat(day.inHour()).allSatisfy((hour, count) -> assertThat(count).isLessThanOrEqualTo(25));
    assertThat(day.inHour()).hasSize(24);
  }

  /** A provider of one model that is asked whenever the gate lets a request in. */
  private final class Upstream {
    private final Window window;
    private final boolean headers;
    private final int perMinute;
    private final int perDay;
    private final long start = lab.clock.millis();
    private final Deque<Long> minute = new ArrayDeque<>();
    private final Deque<Sent> underWay = new ArrayDeque<>();
    private int day;
    private int refused;

    private record Sent(
        long dueMs, boolean accepted, boolean dayIsOver, Map<String, String> reported) {}

    Upstream(Window window, boolean headers, int perMinute, int perDay) {
      this.window = window;
      this.headers = headers;
      this.perMinute = perMinute;
      this.perDay = perDay;
    }

    void saturate(Duration time) {
      for (long at = 0; at < time.toMillis(); at += STEP_MS) {
        while (!underWay.isEmpty() && underWay.peek().dueMs() <= lab.clock.millis()) {
          finish(underWay.remove());
        }
        while (underWay.size() < AT_ONCE
            && lab.gate.enter(Lab.A, 100, AdmissionGate.Admission.HEALTHY)
                instanceof AdmissionGate.Entry.Open) {
          underWay.add(receive(lab.clock.millis()));
        }
        lab.clock.pass(Duration.ofMillis(STEP_MS));
      }
    }

    private Sent receive(long now) {
      while (!minute.isEmpty() && minute.peek() <= now - untilForgotten(now)) {
        minute.remove();
      }
      boolean dayIsOver = day >= perDay;
      boolean accepted = minute.size() < perMinute && !dayIsOver;
      if (accepted) {
        minute.add(now);
        day++;
      } else {
        refused++;
      }
      return new Sent(now + LATENCY_MS, accepted, dayIsOver, headers ? reported(now) : Map.of());
    }

    // a fixed window forgets everything at once, 17 s after the minute of our clock
    private long untilForgotten(long now) {
      return window == Window.SLIDING ? 60_000 : Math.floorMod(now - start - 17_000, 60_000) + 1;
    }

    private Map<String, String> reported(long now) {
      long reset =
          window == Window.FIXED
              ? 60_000 - Math.floorMod(now - start - 17_000, 60_000)
              : minute.isEmpty() ? 0 : minute.peek() + 60_000 - now;
      Map<String, String> reported = new HashMap<>();
      reported.put("x-ratelimit-limit-requests-minute", "" + perMinute);
      reported.put("x-ratelimit-remaining-requests-minute", "" + (perMinute - minute.size()));
      reported.put("x-ratelimit-reset-requests-minute", reset / 1000.0 + "s");
      reported.put("x-ratelimit-limit-requests-day", "" + perDay);
      reported.put("x-ratelimit-remaining-requests-day", "" + (perDay - day));
      return reported;
    }

    private void finish(Sent sent) {
      lab.headers = sent.reported();
      lab.gate.observe(Lab.A, 1L, sent.reported());
      if (sent.accepted()) {
        lab.answers(Lab.A);
      } else {
        String text = sent.dayIsOver() ? "Limit of requests per day reached" : "Too many requests";
        lab.refuses(Lab.A, Kind.RATE_LIMITED, text, null);
      }
    }

    void assertUsed(int capacity) {
      String figures =
          "%s headers=%s: %d of %d, %d refused".formatted(window, headers, day, capacity, refused);
      System.out.println(figures);
      assertThat(day).as(figures).isGreaterThanOrEqualTo(capacity * 95 / 100);
      assertThat(100.0 * refused / (day + refused)).as(figures).isLessThan(2);
    }
  }
}
