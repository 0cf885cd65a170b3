package sml.gateway.testkit.provider;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static sml.gateway.testkit.provider.Behaviour.healthy;
import static sml.gateway.testkit.provider.Behaviour.parse;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Rendering;

class TokensTest {

  static Stream<Arguments> tokens() {
    return Stream.concat(manners(), faults());
  }

  private static Stream<Arguments> manners() {
    return Stream.of(
        arguments("latency=200+jitter=5", healthy().latency(ofMillis(200)).jitter(ofMillis(5))),
        arguments("first=9+gap=2", healthy().firstEventAfter(ofMillis(9)).gap(ofMillis(2))),
        arguments("words=3", healthy().words(3)),
        arguments("text=a_b", healthy().text("a b")),
        arguments("echo", healthy().saying(new Contents.Echo())),
        arguments("json", healthy().saying(new Contents.Json())),
        arguments("lifelike", healthy().saying(new Content.Lifelike(true, true))),
        arguments("tools=2", healthy().saying(new Contents.Tools(2, Content.ToolForm.OPENAI))),
        arguments("usage=with-finish", healthy().usage(Rendering.UsageStyle.WITH_FINISH)),
        arguments(
            "crlf+comments=2+blank=3+piece=4+type=a/b",
            healthy().crlf().comments(2).blankLines(3).inPiecesOf(4).contentType("a/b")),
        arguments("limit=5:60000", healthy().limited(5, ofSeconds(60))),
        arguments("limits=groq", healthy().limitHeaders(Behaviour.LimitHeaders.GROQ)),
        arguments("prefill=refuse", healthy().prefill(Behaviour.Prefill.REFUSE)),
        arguments("context=9", healthy().contextLength(9)),
        arguments("strict=groq", healthy().strict("groq")));
  }

  private static Stream<Arguments> faults() {
    return Stream.of(
        arguments("status=503", healthy().failing(Fault.status(503))),
        arguments(
            "fail=0.5:429:gemini",
            healthy().failingSometimes(0.5, Fault.status(429).shape(Fault.Shape.GEMINI))),
        arguments(
            "failn=2:429:openai:3",
            healthy().failingFirst(2, Fault.status(429).retryAfter(ofSeconds(3)))),
        arguments("failfor=6000:503", healthy().failingFor(ofSeconds(6), Fault.status(503))),
        arguments("toolong", healthy().failing(Fault.contextLength())),
        arguments("policy", healthy().failing(Fault.contentPolicy())),
        arguments("reset", healthy().failing(Fault.reset())),
        arguments("resetn=1", healthy().failingFirst(1, Fault.reset())),
        arguments("hangup", healthy().failing(Fault.hangup())),
        arguments("closeafter=40", healthy().failing(Fault.closeAfter(ofMillis(40)))),
        arguments("headcloseafter=40", healthy().failing(Fault.headThenCloseAfter(ofMillis(40)))),
        arguments("silence", healthy().failing(Fault.silence())),
        arguments(
            "nonsense=no-choices", healthy().failing(Fault.malformed(Fault.Nonsense.NO_CHOICES))),
        arguments("cut=4", healthy().failing(Fault.cutAfter(4))),
        arguments("cutreset=4", healthy().failing(Fault.cutAfter(4, Fault.Ending.RESET))),
        arguments("stall=4", healthy().failing(Fault.stallAfter(4))),
        arguments("badjson=4", healthy().failing(Fault.brokenEventAfter(4))),
        arguments("streamerror=4", healthy().failing(Fault.errorEventAfter(4))),
        arguments("nodone+nofinish", healthy().failing(Fault.noDone()).failing(Fault.noFinish())));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void aTokenSaysWhatTheMethodSays(String tokens, Behaviour same) {
    assertThat(parse(tokens)).isEqualTo(same);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "words=x", "fail=503", "limit=5", "strict=me", "status=", ""})
  void whatIsNotUnderstoodIsNamed(String token) {
    assertThatThrownBy(() -> parse("crlf+" + token + "+echo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a behaviour: " + token);
  }
}
