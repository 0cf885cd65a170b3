package sml.gateway.cache.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Answer;

class SharedStreamTest {
  private final ScriptedStream upstream = new ScriptedStream();
  private final SharedStream shared =
      new SharedStream(
          new Answer.Streaming(CacheTestKit.CANDIDATE, upstream, false), 10, chunks -> {});

  @Test
  void anEventLargerThanAllThatMayBeKeptReachesItsReader() {
    var reader = Objects.requireNonNull(shared.open());
    upstream.say("one").say(" two").end();
    assertThat(ScriptedStream.read(reader)).isEqualTo("one two");
  }

  @Test
  void aReaderThatIsFartherBehindThanWhatIsKeptIsCutOff() {
    var fast = Objects.requireNonNull(shared.open());
    var slow = Objects.requireNonNull(shared.open());
    upstream.say("one").say(" two").end();
    assertThat(ScriptedStream.read(fast)).isEqualTo("one two");
    assertThat(ScriptedStream.read(slow)).isEqualTo("|cut");
  }
}
