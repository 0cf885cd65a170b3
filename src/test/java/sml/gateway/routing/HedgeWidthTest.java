package sml.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Step;

class HedgeWidthTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "9, 3"})
  void theSettingDecidesHowManyAreAsked(int width, int asked) throws Exception {
    List<Candidate> five =
        Stream.of("a", "a", "b", "c", "d")
            .map(name -> new Candidate(new ModelRef(name, "m"), false, 1, null, 1, ""))
            .toList();
    Step step = new FirstStep(settings(width)).of(SampleTurn.turn(), five, five.size());
    int lanes =
        switch (step) {
          case Step.Ask one -> 1;
          case Step.Hedge hedge -> hedge.contenders().size();
          case Step.Settled none -> 0;
        };
    assertThat(lanes).isEqualTo(asked);
  }

  private static RoutingSettings settings(int width) {
    Duration some = Duration.ofSeconds(1);
    return new RoutingSettings(width, 0.2, 20_000, some, 3, some, some, some, 25);
  }
}
