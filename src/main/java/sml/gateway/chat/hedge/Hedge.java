package sml.gateway.chat.hedge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.hedge.HedgeContender.Reason;
import sml.gateway.network.Cancellation;

/**
 * Candidates of one request that are asked in parallel until one of them gives valid content; the
 * first to claim wins and all others are cancelled at once.
 *
 * <p>Each slot asks one candidate at a time. The first {@code width} slots begin at once. A slot
 * whose candidate ended without content takes the next one (refill). When nothing valid has come by
 * the time the fastest of those in flight usually has begun, a further slot joins (rescue), and
 * again after each such time; none is cancelled. While a whole answer comes piece by piece no slot
 * joins, unless it stalls; the first complete one wins. After a refusal that blames the request
 * nothing is refilled before the others have ended; two such refusals end the hedge.
 */
public final class Hedge {
  private final CandidateQueue queue = new CandidateQueue();
  private final AnsweringContenders answering;
  private final Limits limits;
  private final Ticker ticker;
  private final boolean allStart;
  private final long waitUntilNanos;
  private final Set<HedgeContender> inFlight = new HashSet<>();
  private final Set<HedgeContender> hedged = new HashSet<>();
  private final List<String> faults = new ArrayList<>();
  private int begun;
  private int starts;
  private int refills;
  private long joinedNanos;
  private boolean over;
  private boolean contested;
  private Attempt.@Nullable Answered answer;

  /**
   * The bounds of a hedge.
   *
   * @param width slots that begin at once
   * @param slots candidates in flight at the same time, at most
   * @param attempts candidates asked in all, at most
   * @param maxWait a candidate that cools down is waited for when it is back within this
   * @param silence an answer that is coming is waited for unless it is silent for this long
   */
  public record Limits(int width, int slots, int attempts, Duration maxWait, Duration silence) {}

  /** A candidate that may be asked only after some time. */
  public record CoolingDown(Candidate candidate, Duration left) {}

  /**
   * A hedge that begins now.
   *
   * @param candidates those that may be asked at once, best first
   * @param coolingDown those that may be asked later
   */
  public Hedge(
      List<Candidate> candidates, List<CoolingDown> coolingDown, Limits limits, Ticker ticker) {
    this.ticker = ticker;
    long now = ticker.nanos();
    candidates.forEach(candidate -> queue.add(candidate, now));
    this.limits = limits;
    this.answering = new AnsweringContenders(limits.silence());
    this.waitUntilNanos = now + limits.maxWait.toNanos();
    coolingDown.forEach(one -> queue.defer(one.candidate, one.left, now, waitUntilNanos));
    this.allStart = coolingDown.isEmpty() && candidates.size() <= limits.width();
  }

  /** How many candidates begin at once. */
  public int width() {
    return limits.width();
  }

  /** Number of slots. */
  public int slots() {
    return limits.slots();
  }

  /** What a slot may do now. */
  public sealed interface Offer {
    /** Ask this candidate. */
    record Begin(HedgeContender contender) implements Offer {}

    /**
     * Nothing yet: look again when a contender joined or ended, or at this time.
     *
     * @param dueNanos time of the ticker, null when time alone changes nothing
     */
    record Later(@Nullable Long dueNanos) implements Offer {}

    /** The hedge is over. */
    record Over() implements Offer {}
  }

  /** Waits until a slot has a candidate to ask; null when the hedge is over. */
  public synchronized @Nullable HedgeContender await() throws InterruptedException {
    while (true) {
      switch (offer()) {
        case Offer.Begin(var contender) -> {
          return contender;
        }
        case Offer.Over over -> {
          return null;
        }
        case Offer.Later(var due) -> {
          long nanos = due == null ? 0 : Math.max(1, due - ticker.nanos());
          wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
        }
      }
    }
  }

  /** What an idle slot may do now. */
  public synchronized Offer offer() {
    long now = ticker.nanos();
    if (over) {
      return new Offer.Over();
    }
    for (Reason reason = reason(now); reason != null; reason = reason(now)) {
      Optional<HedgeContender> next = begin(reason, now);
      if (next.isPresent()) {
        return new Offer.Begin(next.get());
      }
    }
    if (inFlight.isEmpty() && isExhausted()) {
      end();
      return new Offer.Over();
    }
    OptionalLong due = answering.due(queue);
    if (due.isEmpty() || !mayJoin()) {
      return new Offer.Later(null);
    }
    boolean free = starts < limits.width() || refills > 0 || inFlight.isEmpty();
    return new Offer.Later(free ? due.getAsLong() : Math.max(due.getAsLong(), rescueNanos()));
  }

  /** Content of a whole answer of this contender came; called again while more of it comes. */
  public synchronized void onContent(HedgeContender contender) {
    if (inFlight.contains(contender)) {
      answering.onContent(contender, ticker.nanos());
    }
  }

  /**
   * Claims the hedge at the first valid content of a stream, or the end of a whole answer; true for
   * exactly one contender.
   */
  public boolean claim(HedgeContender contender) {
    List<HedgeContender> losers;
    synchronized (this) {
      if (over) {
        return false;
      }
      losers = inFlight.stream().filter(one -> one != contender).toList();
      contested = hedged.contains(contender);
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
    answering.ended(contender);
    switch (attempt) {
      case Attempt.Answered answered -> answer = answered;
      case Attempt.NotAsked notAsked -> {
        begun--;
        refills++;
        if (notAsked.retryAfter() != null) {
          queue.defer(contender.candidate(), notAsked.retryAfter(), ticker.nanos(), waitUntilNanos);
        }
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

  /** How many candidates were asked. */
  public synchronized int begun() {
    return begun;
  }

  /** How many candidates were asked beside those it began with. */
  public synchronized int joined() {
    return Math.max(0, begun - limits.width());
  }

  /** True when another contender was in flight at the same time as the winner. */
  public synchronized boolean contested() {
    return contested;
  }

  /** Why a slot may take a candidate now, null while it has to wait. */
  private @Nullable Reason reason(long now) {
    OptionalLong due = answering.due(queue);
    if (!mayJoin() || due.isEmpty() || due.getAsLong() - now > 0) {
      return null;
    }
    if (starts < limits.width()) {
      return Reason.START;
    }
    if (refills > 0 || inFlight.isEmpty()) {
      return Reason.REFILL;
    }
    return now - rescueNanos() >= 0 ? Reason.RESCUE : null;
  }

  private boolean mayJoin() {
    // a request that may be at fault itself is not asked again before the others have said so, too
    boolean suspect = !faults.isEmpty() && !inFlight.isEmpty();
    return !suspect && !isExhausted() && inFlight.size() < limits.slots();
  }

  private Optional<HedgeContender> begin(Reason reason, long now) {
    List<Candidate> asked = inFlight.stream().map(HedgeContender::candidate).toList();
    Optional<Candidate> next = queue.take(asked, reason == Reason.RESCUE, now);
    if (reason == Reason.START) {
      starts++;
    } else if (reason == Reason.REFILL) {
      refills = Math.max(0, refills - 1);
    }
    if (next.isEmpty()) {
      joinedNanos = now;
      return Optional.empty();
    }
    boolean last = allStart || queue.isEmpty();
    var contender = new HedgeContender(next.get(), reason, last, new Cancellation(), now);
    inFlight.add(contender);
    if (inFlight.size() > 1) {
      hedged.addAll(inFlight);
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

  private void end() {
    over = true;
    notifyAll();
  }
}
