package sml.gateway.modelhealth.quotas.rates;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallsUnderWayTest {
  private final CallsUnderWay calls = new CallsUnderWay();

  @Test
  void anAnswerThatBeginsIsStillUnderWay() {
    calls.began(100);
    calls.began(300);
    calls.answering();
    assertThat(calls.calls()).isEqualTo(2);
    assertThat(calls.unanswered()).isEqualTo(1);
    assertThat(calls.unansweredTokens()).isEqualTo(200);
    calls.ended(true);
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(calls.unanswered()).isEqualTo(1);
  }

  @Test
  void oneThatEndsWithoutAnAnswerIsNeither() {
    calls.began(100);
    calls.began(100);
    calls.ended(false);
    assertThat(calls.calls()).isEqualTo(1);
    assertThat(calls.unanswered()).isEqualTo(1);
    assertThat(calls.unansweredTokens()).isEqualTo(100);
    calls.ended(false);
    calls.ended(false);
    assertThat(calls.calls()).isZero();
    assertThat(calls.unansweredTokens()).isZero();
  }
}
