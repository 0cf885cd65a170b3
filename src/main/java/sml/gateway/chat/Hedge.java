package sml.gateway.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.HedgeContender.Reason;

/**
 * Candidates of one request that are asked beside each other until one of them gives valid content;
 * the first to claim wins and all others are cancelled at once.
 *
 * <p>Each slot asks one candidate at a time. The first {@code width} slots begin at once. A slot
 * whose candidate ended without content takes the next one (refill). When nothing valid has come by
 * the time the fastest of those in flight usually has begun, a further slot joins (rescue), and
 * again after each such time; nobody is given up. After a refusal that says the request is at fault
 * nothing is refilled before the others have ended: two that say the same end the hedge.
 */
public final class Hedge {
  private final CandidateQueue queue;
  private final Limits limits;
  private final boolean allStart;
  private final Set<HedgeContender> inFlight = new HashSet<>();
  private final Set<HedgeContender> raced = new HashSet<>();
  private final List<String> faults = new ArrayList<>();
  private int begun;
  private int starts;
  private int refills;
  private long joinedNanos = System.nanoTime();
  private boolean over;
  private boolean contested;
  private Attempt.@Nullable Answered answer;

  /**
   * The bounds of a hedge.
   *
   * @param width slots that begin at once
   * @param slots candidates in flight at the same time, at most
   * @param attempts candidates asked in all, at most
   */
  public record Limits(int width, int slots, int attempts) {}

  /** A hedge over these candidates, best first. */
  public Hedge(List<Candidate> candidates, Limits limits) {
    this.queue = new CandidateQueue(candidates);
    this.limits = limits;
    this.allStart = candidates.size() <= limits.width();
  }

  /** Number of slots. */
  public int slots() {
    return limits.slots();
  }

  /** Waits until a slot has a candidate to ask; null when the hedge is over. */
  public synchronized @Nullable HedgeContender await() throws InterruptedException {
    while (!over) {
      long now = System.nanoTime();
      Reason reason = reason(now);
      if (reason != null) {
        Optional<HedgeContender> next = begin(reason, now);
        if (next.isPresent()) {
          return next.get();
        }
      }
      if (inFlight.isEmpty() && isExhausted()) {
        end();
      } else {
        pause(now);
      }
    }
    return null;
  }

  /** Claims the hedge at the first valid content; true for exactly one contender. */
  public boolean claim(HedgeContender contender) {
    List<HedgeContender> losers;
    synchronized (this) {
      if (over) {
        return false;
      }
      losers = others(contender);
      contested = raced.contains(contender);
      end();
    }
    losers.forEach(loser -> loser.lost().fire("another contender answered first"));
    return true;
  }

  /** Ends the hedge without a winner, because the client left; no effect once it was won. */
  public void abandon() {
    List<HedgeContender> left;
    synchronized (this) {
      if (over) {
        return;
      }
      left = List.copyOf(inFlight);
      end();
    }
    left.forEach(contender -> contender.lost().fire("the client has left"));
  }

  /** A contender's attempt has ended; without content its slot is free for the next candidate. */
  public synchronized void ended(HedgeContender contender, Attempt attempt) {
    inFlight.remove(contender);
    switch (attempt) {
      case Attempt.Answered answered -> answer = answered;
      case Attempt.NotAsked notAsked -> {
        begun--;
        refills++;
      }
      case Attempt.Refused refused when refused.refusal().kind() == Refusal.Kind.BAD_REQUEST -> {
        refills++;
        faults.add(refused.refusal().message());
      }
      case Attempt.Refused refused -> refills++;
      case Attempt.TimedOut late -> refills++;
      case Attempt.Broken broken -> refills++;
      case Attempt.Cancelled cancelled -> {}
    }
    if (attempt.isProvidersFault()) {
      queue.failed(contender.candidate().owner());
    }
    notifyAll();
  }

  /** The answer of the winner, null when there is none. */
  public synchronized Attempt.@Nullable Answered answer() {
    return answer;
  }

  /** True when another contender was in flight at the same time as the winner. */
  public synchronized boolean contested() {
    return contested;
  }

  /** Why a slot may take a candidate now, null while it has to wait. */
  private @Nullable Reason reason(long now) {
    if (isExhausted() || inFlight.size() >= limits.slots()) {
      return null;
    }
    if (starts < limits.width()) {
      return Reason.START;
    }
    if (refills > 0) {
      return faults.isEmpty() || inFlight.isEmpty() ? Reason.REFILL : null;
    }
    return !inFlight.isEmpty() && now - rescueNanos() >= 0 ? Reason.RESCUE : null;
  }

  private Optional<HedgeContender> begin(Reason reason, long now) {
    Set<String> busy =
        inFlight.stream()
            .map(contender -> contender.candidate().owner())
            .collect(Collectors.toSet());
    Optional<Candidate> next = queue.take(busy, reason == Reason.RESCUE);
    if (reason == Reason.START) {
      starts++;
    } else if (reason == Reason.REFILL) {
      refills--;
    }
    if (next.isEmpty()) {
      joinedNanos = now;
      return Optional.empty();
    }
    boolean last = allStart || queue.isEmpty();
    var contender = new HedgeContender(next.get(), reason, last, new Cancellation(), now);
    inFlight.add(contender);
    if (inFlight.size() > 1) {
      raced.addAll(inFlight);
    }
    begun++;
    joinedNanos = now;
    notifyAll();
    return Optional.of(contender);
  }

  private boolean isExhausted() {
    boolean sameFault = faults.stream().distinct().count() < faults.size();
    return sameFault || queue.isEmpty() || begun >= limits.attempts();
  }

  /** When the next slot joins: as long after the last one as the fastest in flight may take. */
  private long rescueNanos() {
    Duration soonest =
        inFlight.stream()
            .map(contender -> contender.candidate().lateAfter())
            .min(Duration::compareTo)
            .orElse(Duration.ZERO);
    return joinedNanos + soonest.toNanos();
  }

  private void pause(long now) throws InterruptedException {
    if (inFlight.isEmpty() || isExhausted() || inFlight.size() >= limits.slots()) {
      wait();
      return;
    }
    long left = Math.max(1, rescueNanos() - now);
    wait(left / 1_000_000, (int) (left % 1_000_000));
  }

  private void end() {
    over = true;
    notifyAll();
  }

  private List<HedgeContender> others(HedgeContender winner) {
    return inFlight.stream().filter(one -> one != winner).toList();
  }
}
