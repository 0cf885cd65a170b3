package sml.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.chat.Call;
import sml.gateway.chat.Cancellation;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.Client;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Profile;
import sml.gateway.chat.RawObject;
import sml.gateway.chat.Step;
import sml.gateway.chat.Turn;
import sml.gateway.chat.Wishes;

class HedgeWidthTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "9, 3"})
  void theSettingDecidesHowManyAreAsked(int width, int asked) throws Exception {
    List<Candidate> five =
        Stream.of("a", "a", "b", "c", "d")
            .map(name -> new Candidate(new ModelRef(name, "m"), false, 1, null, 1, ""))
            .toList();
    Step step = new FirstStep(settings(width)).of(turn(), five, five.size());
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

  private static Turn turn() throws Exception {
    byte[] body = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var call = new Call("id", "POST", "/", Map.of(), Map.of(), body, "", new Nobody(), 0);
    var profile =
        new Profile(Category.GENERAL, false, false, false, null, false, false, 10, 0, false, false);
    return new Turn(
        call,
        "sml/auto",
        RawObject.parse(body, (name, parser) -> {}),
        profile,
        Wishes.NONE,
        Instant.EPOCH,
        Duration.ofMinutes(1));
  }

  /** A client that is never written to. */
  private static final class Nobody implements Client {
    @Override
    public Cancellation gone() {
      return new Cancellation();
    }

    @Override
    public boolean begin(Map<String, String> headers) {
      return false;
    }

    @Override
    public boolean begun() {
      return false;
    }

    @Override
    public void write(byte[] bytes) {}

    @Override
    public void nudge(byte[] bytes) {}

    @Override
    public long lastWriteNanos() {
      return 0;
    }
  }
}
