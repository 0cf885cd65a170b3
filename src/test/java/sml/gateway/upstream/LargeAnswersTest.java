package sml.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Cancellation;
import sml.gateway.chat.Client;

class LargeAnswersTest {
  private static final int LARGE = 10;
  private static final byte[] SMALL_BODY = new byte[LARGE];
  private static final byte[] LARGE_BODY = new byte[LARGE * 10];

  private final LargeAnswers large = new LargeAnswers(LARGE, 8);

  private LargeAnswers.Turn turn() {
    return large.turn(new Peer(), waits -> {}, () -> false);
  }

  private static InputStream over(LargeAnswers.Turn turn, byte[] body) {
    // what is large shows after the first piece
    return new PiecewiseInput(turn.over(new PiecewiseInput(new ByteArrayInputStream(body))));
  }

  /** Reads a few bytes at a time. */
  private static final class PiecewiseInput extends FilterInputStream {
    PiecewiseInput(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return in.read(target, offset, Math.min(4, length));
    }
  }

  @Test
  void smallAnswersNeverWait() throws IOException {
    LargeAnswers.Turn busy = turn();
    over(busy, LARGE_BODY).readAllBytes();
    assertThat(over(turn(), SMALL_BODY).readAllBytes()).isEqualTo(SMALL_BODY);
    busy.done();
  }

  @Test
  void aLargeAnswerWaitsUntilTheOneBeforeItIsDone() throws Exception {
    LargeAnswers.Turn busy = turn();
    over(busy, LARGE_BODY).readAllBytes();
    List<Boolean> waited = new ArrayList<>();
    var waits = new CountDownLatch(1);
    LargeAnswers.Turn next =
        large.turn(
            new Peer(),
            begins -> {
              waited.add(begins);
              waits.countDown();
            },
            () -> false);
    InputStream body = over(next, LARGE_BODY);
    CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> all(body));
    assertThat(waits.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(read).isNotDone();
    busy.done();
    assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(LARGE_BODY);
    assertThat(waited).containsExactly(true, false);
    next.done();
  }

  @Test
  void whatIsNotReadYetIsNotSaidToBeAvailableWhileItHasToWait() throws IOException {
    LargeAnswers.Turn turn = turn();
    InputStream body = turn.over(new ByteArrayInputStream(LARGE_BODY));
    assertThat(body.available()).isEqualTo(LARGE_BODY.length);
    body.readNBytes(LARGE + 1);
    assertThat(body.available()).isZero();
    turn.done();
    assertThat(body.available()).isEqualTo(LARGE_BODY.length - LARGE - 1);
  }

  @Test
  void eachEventCountsForItself() throws IOException {
    LargeAnswers.Turn busy = turn();
    over(busy, LARGE_BODY).readAllBytes();
    LargeAnswers.Turn other = turn();
    InputStream body = other.over(new ByteArrayInputStream(LARGE_BODY));
    for (int event = 0; event < 10; event++) {
      assertThat(body.readNBytes(LARGE)).hasSize(LARGE);
      other.done();
    }
    busy.done();
  }

  @Test
  void aCallThatIsEndedStopsWaiting() throws IOException {
    LargeAnswers.Turn busy = turn();
    over(busy, LARGE_BODY).readAllBytes();
    LargeAnswers.Turn ended = large.turn(new Peer(), waits -> {}, () -> true);
    assertThatThrownBy(() -> over(ended, LARGE_BODY).readAllBytes())
        .isInstanceOf(IOException.class);
    ended.done();
    busy.done();
    LargeAnswers.Turn next = turn();
    assertThat(over(next, LARGE_BODY).readAllBytes()).hasSize(LARGE_BODY.length);
    next.done();
  }

  /** Takes its answers until its reply is over. */
  private static final class Peer implements Client {
    private final Cancellation over = new Cancellation();

    @Override
    public void whenOver(Runnable action) {
      over.on(action);
    }

    @Override
    public Cancellation gone() {
      return over;
    }

    @Override
    public boolean begin(Map<String, String> headers) {
      return false;
    }

    @Override
    public boolean begun() {
      return true;
    }

    @Override
    public void write(byte[] bytes) {
      throw new AssertionError("nothing is written");
    }

    @Override
    public void nudge(byte[] bytes) {
      throw new AssertionError("nothing is written");
    }

    @Override
    public long lastWriteNanos() {
      return 0;
    }
  }

  private static byte[] all(InputStream body) {
    try {
      return body.readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
