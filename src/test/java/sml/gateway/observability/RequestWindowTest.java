package sml.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestWindowTest {
  private final RequestWindow window = new RequestWindow();

  @Test
  void nothingMeasuredIsNullAndNotZero() {
    assertThat(window.figures()).isEqualTo(new RequestFigures(0, null, null, null, null, null));
  }

  @Test
  void percentilesAreNearestRankOverAnsweredRequests() {
    for (int ms = 1; ms <= 200; ms++) {
      window.record(Finished.answered(ms));
    }
    window.record(Finished.failed(503));
    RequestFigures requestFigures = window.figures();
    assertThat(requestFigures.p50Ms()).isEqualTo(100);
    assertThat(requestFigures.p99Ms()).isEqualTo(198);
    assertThat(requestFigures.avgMs()).isEqualTo(101);
    assertThat(requestFigures.successRate()).isEqualTo(99.5);
    assertThat(requestFigures.unavailableRate()).isEqualTo(0.5);
  }

  @Test
  void whatTheCallerDidWrongOrDidNotWaitForIsNotCounted() {
    window.record(Finished.failed(400));
    window.record(Finished.failed(404));
    window.record(Finished.left());
    assertThat(window.figures().requests()).isZero();

    window.record(Finished.failed(429));
    assertThat(window.figures().successRate()).isZero();
  }

  @Test
  void onlyTheLastThousandCount() {
    for (int i = 0; i < 600; i++) {
      window.record(Finished.failed(503));
    }
    for (int i = 0; i < 900; i++) {
      window.record(Finished.answered(5));
    }
    assertThat(window.figures().requests()).isEqualTo(1_000);
    assertThat(window.figures().successRate()).isEqualTo(90);
    assertThat(window.figures(100).successRate()).isEqualTo(100);
  }
}
