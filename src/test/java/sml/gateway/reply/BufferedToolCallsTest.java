package sml.gateway.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.json.RawObject;

class BufferedToolCallsTest {
  private final BufferedToolCalls held = new BufferedToolCalls(Duration.ofSeconds(1));
  private final Chunk text = chunk(false, null);
  private final Chunk piece = chunk(true, null);
  private final Chunk last = chunk(false, "tool_calls");

  private static Chunk chunk(boolean toolCall, @Nullable String finish) {
    try {
      RawObject json = RawObject.parse("{}".getBytes(UTF_8));
      return new Chunk(json, toolCall ? "" : "text", toolCall, finish, null, 1);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Test
  void textIsNeverHeldBack() {
    assertThat(held.take(text, 0)).containsExactly(text);
  }

  @Test
  void theCallGoesOutWhenItIsComplete() {
    assertThat(held.take(piece, 0)).isEmpty();
    assertThat(held.take(piece, 500)).isEmpty();
    assertThat(held.take(last, 900)).containsExactly(piece, piece, last);
  }

  @Test
  void aLongCallFlowsAfterASecond() {
    assertThat(held.take(piece, 0)).isEmpty();
    assertThat(held.take(piece, 1_000)).containsExactly(piece, piece);
    assertThat(held.take(piece, 1_100)).containsExactly(piece);
  }

  @Test
  void whatTheClientDidNotSeeIsForgottenWhenTheUpstreamBreaksOff() {
    held.take(piece, 0);
    held.drop();
    assertThat(held.release()).isEmpty();
    assertThat(held.take(text, 100)).containsExactly(text);
  }

  @Test
  void aStreamThatEndsWithoutAFinishReasonLosesNothing() {
    held.take(piece, 0);
    assertThat(held.release()).containsExactly(piece);
  }
}
