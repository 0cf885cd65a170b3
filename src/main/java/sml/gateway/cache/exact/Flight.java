package sml.gateway.cache.exact;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChatRequest;
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
  record GotStream(Plan plan, Answer.Streaming answer, SharedStream stream) implements Outcome {}

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

  /** A further request joins; false when it is too late. */
  synchronized boolean board() {
    if (aboard == 0 || allLeft.fired()) {
      return false;
    }
    aboard++;
    return true;
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
  void awaitStored(long ms) throws InterruptedException {
    try {
      stored.get(ms, TimeUnit.MILLISECONDS);
    } catch (TimeoutException notYet) {
      // then it is asked for anew
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
  }

  /** Waits for what the leader gets; null when the time of this request is over before. */
  @Nullable Outcome await(ChatRequest request) throws InterruptedException {
    var waiting = new CompletableFuture<Outcome>();
    var unused = outcome.thenAccept(waiting::complete);
    try (var registered =
        request.disconnected().on(() -> waiting.complete(new GotNothing()))) {
      Outcome result = waiting.get(request.timeLeft().toNanos(), TimeUnit.NANOSECONDS);
      if (request.disconnected().fired()) {
        throw new ClientDisconnected();
      }
      return result;
    } catch (TimeoutException late) {
      return null;
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
  }
}
