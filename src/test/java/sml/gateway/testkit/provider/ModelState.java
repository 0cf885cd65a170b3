package sml.gateway.testkit.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sml.gateway.simulation.RollingLimit;

/** The state of one simulated model between requests. */
final class ModelState {
  private final String name;
  private final long seed;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable RollingLimit limit;
  private Behaviour behaviour;
  private int requests;
  private boolean healed;
  private @Nullable Instant firstAt;

  /**
   * The conditions that apply to one request.
   *
   * @param number of the request, from 1
   * @param roomAfter time until the rolling limit has room again; null while it has
   * @param left requests left in the window
   */
  record Visit(
      Behaviour behaviour,
      int number,
      RandomGenerator random,
      List<Fault> faults,
      @Nullable Duration roomAfter,
      int left) {}

  ModelState(String name, long seed, Clock clock, Behaviour behaviour) {
    this.name = name;
    this.seed = seed;
    this.clock = clock;
    this.behaviour = behaviour;
    limit = fresh(behaviour.limit());
  }

  private static @Nullable RollingLimit fresh(Behaviour.@Nullable Limit limit) {
    return limit == null ? null : new RollingLimit(limit.requests(), limit.window());
  }

  String name() {
    return name;
  }

  Behaviour behaviour() {
    lock.lock();
    try {
      return behaviour;
    } finally {
      lock.unlock();
    }
  }

  /** Resets the state for another behaviour. */
  void become(Behaviour other) {
    lock.lock();
    try {
      behaviour = other;
      requests = 0;
      healed = false;
      firstAt = null;
      limit = fresh(other.limit());
    } finally {
      lock.unlock();
    }
  }

  /** Ends the faults that last until healed. */
  void heal() {
    lock.lock();
    try {
      healed = true;
    } finally {
      lock.unlock();
    }
  }

  Visit visit() {
    lock.lock();
    try {
      Instant now = clock.instant();
      if (firstAt == null) {
        firstAt = now;
      }
      int number = ++requests;
      RandomGenerator random =
          new SplittableRandom((seed * 31 + name.hashCode()) * 0x9E3779B97F4A7C15L + number);
      List<Fault> faults = new ArrayList<>();
      for (Behaviour.Trouble trouble : behaviour.troubles()) {
        if (strikes(trouble.when(), number, random, Duration.between(firstAt, now))) {
          faults.add(trouble.fault());
        }
      }
      Duration wait = limit == null ? null : limit.take(now);
      int left = limit == null ? 0 : limit.left();
      return new Visit(behaviour, number, random, faults, wait, left);
    } finally {
      lock.unlock();
    }
  }

  private boolean strikes(
      Behaviour.When when, int number, RandomGenerator random, Duration sinceFirst) {
    return switch (when) {
      case Behaviour.When.Always() -> true;
      case Behaviour.When.First(int requests) -> number <= requests;
      case Behaviour.When.Chance(double probability) -> random.nextDouble() < probability;
      case Behaviour.When.For(Duration time) -> sinceFirst.compareTo(time) < 0;
      case Behaviour.When.UntilHealed() -> !healed;
    };
  }
}
