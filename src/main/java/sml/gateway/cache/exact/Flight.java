package sml.gateway.cache.exact;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ChunkStream;
import sml.gateway.chat.GatewayException.ClientDisconnected;
import sml.gateway.chat.Plan;
import sml.gateway.network.Cancellation;

/**
 * One upstream call for several equal requests. The first of them leads: it asks, and the others
 * wait for its answer. The call is cancelled when the clients of all of them have left.
 */
final class Flight {
  private final String leader;
  private final Cancellation allLeft = new Cancellation();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final CompletableFuture<Boolean> stored = new CompletableFuture<>();
  private volatile boolean landing;
  private int aboard = 1;

  /** What the leader got. */
  sealed interface Outcome {}

  /** A whole answer. */
  record GotWhole(Plan plan, Answer.Whole answer) implements Outcome {}

  /** A stream that is under way. */
  record GotStream(Plan plan, Answer.Streaming answer, SharedStream stream) implements Outcome {
    /** The same for one that follows. */
    Outcome opened() {
      ChunkStream chunks = stream.open();
      return chunks == null
          ? new GotNothing()
          : new GotReader(
              plan, new Answer.Streaming(answer.candidate(), chunks, answer.startsOver()));
    }
  }

  /** What one that follows reads of a stream. */
  record GotReader(Plan plan, Answer.Streaming answer) implements Outcome {}

  /** No answer, or none that can be shared. */
  record GotNothing() implements Outcome {}

  /**
   * A flight with its leader aboard.
   *
   * @param leader id of the request that asks
   */
  Flight(String leader) {
    this.leader = leader;
  }

  String leader() {
    return leader;
  }

  /** Thrown when no client is left. */
  Cancellation allLeft() {
    return allLeft;
  }

  /** A further request joins and from now on gets what the leader gets; null if it is too late. */
  synchronized @Nullable CompletableFuture<Outcome> board() {
    if (aboard == 0 || allLeft.fired()) {
      return null;
    }
    aboard++;
    var waiting = new CompletableFuture<Outcome>();
    var unused = outcome.thenAccept(result -> hand(result, waiting));
    return waiting;
  }

  /** How many requests wait for the answer or read it. */
  synchronized int aboard() {
    return aboard;
  }

  /** A request is over or its client has left; called once for each. */
  void leave() {
    synchronized (this) {
      aboard--;
      if (aboard > 0) {
        return;
      }
    }
    allLeft.fire("the client has left");
  }

  /** Says what the leader got; false when that was said before. */
  boolean end(Outcome result) {
    return outcome.complete(result);
  }

  /** The answer is complete and about to be remembered. */
  void land() {
    landing = true;
  }

  boolean isLanding() {
    return landing;
  }

  /** The answer is remembered, or will not be. */
  void stored() {
    stored.complete(true);
  }

  /** Waits a little until the answer is remembered. */
  void awaitStored(Duration most) throws InterruptedException {
    try {
      var unused = stored.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException notYet) {
      // then it is asked for anew
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
  }

  /** Waits for what the leader gets, as long as this request has time. */
  static Outcome await(CompletableFuture<Outcome> waiting, ChatRequest request)
      throws InterruptedException {
    Outcome got;
    try (var registered = request.disconnected().on(() -> waiting.complete(new GotNothing()))) {
      got = waiting.get(request.timeLeft().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      waiting.complete(new GotNothing());
      got = waiting.join();
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    } catch (InterruptedException hurried) {
      waiting.complete(new GotNothing());
      discard(waiting.join());
      throw hurried;
    }
    if (request.disconnected().fired()) {
      discard(got);
      throw new ClientDisconnected();
    }
    return got;
  }

  /** Runs where the leader gets its answer, so that all who wait read it before it can be over. */
  private static void hand(Outcome result, CompletableFuture<Outcome> waiting) {
    Outcome own = result instanceof GotStream shared ? shared.opened() : result;
    if (!waiting.complete(own)) {
      discard(own);
    }
  }

  private static void discard(Outcome outcome) {
    if (outcome instanceof GotReader reader) {
      reader.answer().chunks().close();
    }
  }
}
