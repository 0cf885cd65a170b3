package sml.gateway.modelhealth.cooldowns;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.BoundedMap;

/**
 * The breaker of one model: a resilience4j breaker, and around it the probes of named models and
 * the rule that an attempt from before the outage decides nothing about it.
 */
final class ModelBreaker implements BoundedMap.Aging {
  // the clock of a request and of its attempts may differ by this much
  private static final long TOLERANCE_MS = 500;
  // how long others are rejected while one asks for the probe
  private static final long CLAIM_MS = 50;

  private final ModelRef ref;
  private final CircuitBreaker circuit;
  private final BreakerPolicy rules;
  private volatile boolean shut;
  private volatile long openedMs;
  private long openUntilMs;
  private long probedMs;
  private boolean claiming;
  private boolean changed;
  private volatile long decidedMs;
  private volatile long usedMs;

  ModelBreaker(ModelRef ref, CircuitBreakerConfig config, BreakerPolicy rules, long now) {
    this.ref = ref;
    this.circuit = CircuitBreaker.of(ref.id(), config);
    this.rules = rules;
    this.usedMs = now;
  }

  ModelRef ref() {
    return ref;
  }

  static CircuitBreakerConfig config(BreakerPolicy rules, Clock clock) {
    // resilience4j opens at this failure rate or above; we open strictly below the success rate
    float failurePercent = (float) ((1 - rules.leastSuccess()) * 100 + 0.001);
    return CircuitBreakerConfig.custom()
        .clock(clock)
        .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
        .slidingWindowSize(rules.window())
        .minimumNumberOfCalls(rules.leastCalls())
        .failureRateThreshold(failurePercent)
        .waitDurationInOpenState(rules.open())
        .permittedNumberOfCallsInHalfOpenState(1)
        .writableStackTraceEnabled(false)
        .build();
  }

  /** 0 when let in, else milliseconds to wait. */
  long enter(boolean named, long now, ProbePermits probePermits) {
    if (!shut) {
      return 0;
    }
    synchronized (this) {
      if (circuit.getState() == State.CLOSED) {
        return 0;
      }
      long wait = named ? namedWait(now) : unnamedWait(now);
      if (wait > 0) {
        return wait;
      }
      if (claiming) {
        return CLAIM_MS;
      }
      claiming = true;
    }
    long other = now;
    try {
      other = probePermits.claim(ref, named, openedMs, now);
    } finally {
      claimed(other, named, now);
    }
    if (other == ProbePermits.UNANSWERED) {
      return CLAIM_MS;
    }
    return other == 0 ? 0 : Math.max(1, waitAfter(other, named) - now);
  }

  private synchronized void claimed(long other, boolean named, long now) {
    claiming = false;
    if (circuit.getState() == State.CLOSED || other == ProbePermits.UNANSWERED) {
      return;
    }
    boolean ours = other == 0;
    // a refused name says only that the last try was a moment ago
    if (circuit.getState() == State.OPEN && (ours || !named)) {
      circuit.transitionToHalfOpenState();
    }
    probedMs = Math.max(probedMs, ours ? now : other);
    if (ours) {
      decide(now);
    }
  }

  private long waitAfter(long probeMs, boolean named) {
    return probeMs + (named ? rules.namedProbe() : rules.probeTimeout()).toMillis();
  }

  private long namedWait(long now) {
    return waitAfter(probedMs, true) - now;
  }

  private long unnamedWait(long now) {
    return circuit.getState() == State.OPEN ? openUntilMs - now : waitAfter(probedMs, false) - now;
  }

  long shutFor(long now) {
    if (!shut) {
      return 0;
    }
    synchronized (this) {
      return shut ? Math.max(0, unnamedWait(now)) : 0;
    }
  }

  synchronized void succeeded(long startedMs, long now) {
    if (saysNothing(startedMs, now)) {
      return;
    }
    if (circuit.getState() == State.OPEN) {
      circuit.transitionToHalfOpenState();
    }
    circuit.onSuccess(0, TimeUnit.MILLISECONDS);
    follow(now);
  }

  synchronized void failed(long startedMs, long now) {
    if (saysNothing(startedMs, now) || circuit.getState() == State.OPEN) {
      return;
    }
    circuit.onError(0, TimeUnit.MILLISECONDS, Failed.FAILED);
    follow(now);
  }

  /** A probe that was cancelled: the breaker is as open as it was before. */
  synchronized void released(long startedMs, long now) {
    if (saysNothing(startedMs, now) || circuit.getState() != State.HALF_OPEN) {
      return;
    }
    circuit.transitionToOpenStateUntil(Instant.ofEpochMilli(Math.max(openUntilMs, now)));
    decide(now);
  }

  private boolean saysNothing(long startedMs, long now) {
    boolean stale = now - usedMs > rules.forget().toMillis();
    usedMs = now;
    if (shut) {
      return startedMs < openedMs - TOLERANCE_MS;
    }
    if (stale) {
      circuit.reset();
    }
    return false;
  }

  private void follow(long now) {
    State state = circuit.getState();
    if (state == State.OPEN) {
      openedMs = now;
      openUntilMs = now + rules.open().toMillis();
      // the failure that opened it was a probe as well: the next named one follows after a pause
      probedMs = now;
      shut = true;
      changed = true;
      decide(now);
    } else if (state == State.CLOSED && shut) {
      clear();
      decide(now);
    }
  }

  private void clear() {
    shut = false;
    openedMs = 0;
    openUntilMs = 0;
    changed = true;
  }

  private void decide(long atMs) {
    decidedMs = Math.max(atMs, decidedMs + 1);
  }

  synchronized boolean reset(long now) {
    boolean had = shut;
    circuit.reset();
    clear();
    decide(now);
    return had;
  }

  /** When it last opened, closed or let a probe in, here or at another replica; 0 for never. */
  long decidedMs() {
    return decidedMs;
  }

  synchronized Breakers.Ruling ruling() {
    boolean probing = circuit.getState() == State.HALF_OPEN;
    return new Breakers.Ruling(decidedMs, openedMs, openUntilMs, probedMs, probing);
  }

  /** Applies a decision of another replica that is later than the own one. */
  synchronized void adopt(Breakers.Ruling other, long now) {
    if (other.atMs() <= decidedMs) {
      return;
    }
    usedMs = now;
    decidedMs = other.atMs();
    probedMs = Math.max(probedMs, other.probedMs());
    openedMs = other.openedMs();
    openUntilMs = other.openUntilMs();
    shut = openedMs > 0;
    circuit.reset();
    if (shut) {
      circuit.transitionToOpenStateUntil(Instant.ofEpochMilli(Math.max(openUntilMs, now)));
    }
    if (other.probing()) {
      circuit.transitionToHalfOpenState();
    }
  }

  synchronized void restore(long untilMs, long now) {
    if (untilMs <= now - rules.forget().toMillis()) {
      return;
    }
    circuit.transitionToOpenStateUntil(Instant.ofEpochMilli(untilMs));
    openedMs = untilMs - rules.open().toMillis();
    openUntilMs = untilMs;
    shut = true;
    decide(openedMs);
  }

  synchronized Breakers.Row row() {
    CircuitBreaker.Metrics metrics = circuit.getMetrics();
    return new Breakers.Row(
        ref,
        circuit.getState().name().toLowerCase(Locale.ROOT),
        metrics.getNumberOfBufferedCalls(),
        metrics.getNumberOfFailedCalls(),
        openUntilMs);
  }

  synchronized Breakers.@Nullable Row takeChange() {
    if (!changed) {
      return null;
    }
    changed = false;
    return row();
  }

  @Override
  public long lastUsedMs() {
    return usedMs;
  }

  /** Stands for "a failed attempt": those are values here, and the breaker wants a throwable. */
  private static final class Failed extends RuntimeException {
    static final Failed FAILED = new Failed();

    private Failed() {
      super(null, null, false, false);
    }
  }
}
