package sml.gateway.upstream.transport;

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
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ModelRef;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;

class LargeAnswersTest {
  private static final int LARGE = 10;
  private static final byte[] SMALL_BODY = new byte[LARGE];
  private static final byte[] LARGE_BODY = new byte[LARGE * 10];

  private static final AttemptTiming TIMING = new AttemptTiming(0, 0L, 0);
  private static final Candidate CANDIDATE =
      new Candidate(new ModelRef("p", "m"), true, 1, null, 1, "named");
  private static final Attempt WHOLE =
      new Attempt.Answered(
          CANDIDATE, TIMING, new Answer.Whole(CANDIDATE, LARGE_BODY, null, "", "stop"));
  private static final Attempt LOST = new Attempt.Cancelled(CANDIDATE, TIMING, "lost");

  private final LargeAnswers large = new LargeAnswers(LARGE, 9);

  private LargeAnswers.Permit permit() {
    return permit(new Peer());
  }

  private LargeAnswers.Permit permit(Peer peer) {
    return large.permit(peer, waits -> {}, () -> false);
  }

  /** A permit that fails where it would have to wait. */
  private LargeAnswers.Permit impatient(Peer peer) {
    return large.permit(peer, waits -> {}, () -> true);
  }

  /** Reads a large answer to its end and keeps it for the client. */
  private void answer(Peer peer) throws IOException {
    LargeAnswers.Permit permit = permit(peer);
    over(permit, LARGE_BODY).readAllBytes();
    permit.ended(WHOLE);
  }

  private void assertRoomFor(Peer peer) throws IOException {
    LargeAnswers.Permit permit = impatient(peer);
    assertThat(over(permit, LARGE_BODY).readAllBytes()).isEqualTo(LARGE_BODY);
    permit.ended(LOST);
  }

  private void assertNoRoomFor(Peer peer) {
    LargeAnswers.Permit permit = impatient(peer);
    assertThatThrownBy(() -> over(permit, LARGE_BODY).readAllBytes())
        .isInstanceOf(IOException.class);
    permit.ended(LOST);
  }

  private static InputStream over(LargeAnswers.Permit permit, byte[] body) {
    // what is large shows after the first piece
    return new PiecewiseInput(permit.over(new PiecewiseInput(new ByteArrayInputStream(body))));
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
    LargeAnswers.Permit busy = permit();
    over(busy, LARGE_BODY).readAllBytes();
    assertThat(over(permit(), SMALL_BODY).readAllBytes()).isEqualTo(SMALL_BODY);
    busy.done();
  }

  @Test
  void aLargeAnswerWaitsUntilTheOneBeforeItIsDone() throws Exception {
    LargeAnswers.Permit busy = permit();
    over(busy, LARGE_BODY).readAllBytes();
    List<Boolean> waited = new ArrayList<>();
    var waits = new CountDownLatch(1);
    LargeAnswers.Permit next =
        large.permit(
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
    LargeAnswers.Permit permit = permit();
    InputStream body = permit.over(new ByteArrayInputStream(LARGE_BODY));
    assertThat(body.available()).isEqualTo(LARGE_BODY.length);
    body.readNBytes(LARGE + 1);
    assertThat(body.available()).isZero();
    permit.done();
    assertThat(body.available()).isEqualTo(LARGE_BODY.length - LARGE - 1);
  }

  @Test
  void eachEventCountsForItself() throws IOException {
    LargeAnswers.Permit busy = permit();
    over(busy, LARGE_BODY).readAllBytes();
    LargeAnswers.Permit other = permit();
    InputStream body = other.over(new ByteArrayInputStream(LARGE_BODY));
    for (int event = 0; event < 10; event++) {
      assertThat(body.readNBytes(LARGE)).hasSize(LARGE);
      other.done();
    }
    busy.done();
  }

  @Test
  void aCallThatIsEndedStopsWaiting() throws IOException {
    LargeAnswers.Permit busy = permit();
    over(busy, LARGE_BODY).readAllBytes();
    LargeAnswers.Permit ended = large.permit(new Peer(), waits -> {}, () -> true);
    assertThatThrownBy(() -> over(ended, LARGE_BODY).readAllBytes())
        .isInstanceOf(IOException.class);
    ended.done();
    busy.done();
    LargeAnswers.Permit next = permit();
    assertThat(over(next, LARGE_BODY).readAllBytes()).hasSize(LARGE_BODY.length);
    next.done();
  }

  /** Takes its answers until its reply is over. */
  private static final class Peer implements ClientConnection {
    private final Cancellation over = new Cancellation();

    @Override
    public void whenOver(Runnable action) {
      over.on(action);
    }

    @Override
    public Cancellation disconnected() {
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

  @Test
  void anAnswerThatIsOnlyKeptLeavesRoomForTheNext() throws IOException {
    var client = new Peer();
    answer(client);
    assertRoomFor(new Peer());
    client.over.fire("written");
  }

  @Test
  void answersThatTheirClientsDoNotTakeLeaveNoRoomUntilOneIsTaken() throws IOException {
    var slow = new Peer();
    answer(slow);
    answer(new Peer());
    assertNoRoomFor(new Peer());
    slow.over.fire("written");
    assertRoomFor(new Peer());
  }

  @Test
  void anAnswerThatIsNotForTheClientIsNotKept() throws IOException {
    for (int i = 0; i < 3; i++) {
      LargeAnswers.Permit permit = permit();
      over(permit, LARGE_BODY).readAllBytes();
      permit.ended(LOST);
    }
    assertRoomFor(new Peer());
  }

  @Test
  void anEventThatIsOnlyKeptLeavesRoomForTheNextAndCountsUntilItIsTaken() throws IOException {
    LargeAnswers.Permit first = permit();
    LargeAnswers.Permit second = permit();
    for (LargeAnswers.Permit each : List.of(first, second)) {
      over(each, LARGE_BODY).readAllBytes();
      each.keep();
    }
    assertNoRoomFor(new Peer());
    first.done();
    assertRoomFor(new Peer());
    second.done();
  }

  @Test
  void theOtherAnswersOfOneConsensusWaitForNoneOfIt() throws IOException {
    var client = new Peer();
    answer(client);
    answer(client);
    LargeAnswers.Permit third = permit(client);
    assertThat(over(third, LARGE_BODY).readAllBytes()).isEqualTo(LARGE_BODY);
    third.ended(WHOLE);
    client.over.fire("written");
    assertRoomFor(new Peer());
  }

  @Test
  void aClientWhoseReplyIsOverKeepsNothing() throws IOException {
    var client = new Peer();
    client.over.fire("written");
    answer(client);
    answer(client);
    assertRoomFor(new Peer());
  }

  private static byte[] all(InputStream body) {
    try {
      return body.readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
