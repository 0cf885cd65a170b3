package sml.gateway.school.exams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ProbeClient;
import sml.gateway.chat.ProbeClient.ProbeRequest;
import sml.gateway.school.SchoolSettings;

/**
 * Sends exam questions within limits that protect live traffic: questions per second, and questions
 * in flight in total and per account of a provider.
 */
@Component
final class AskingLimits {
  static final String SPENT = "its provider was asked enough for today";

  private final ProbeClient probeClient;
  private final LiveStats liveStats;
  private final DailyQuestionBudget day;
  private final SchoolSettings settings;
  private final Semaphore all;
  private final Map<String, Semaphore> providers = new ConcurrentHashMap<>();
  private final ReentrantLock pace = new ReentrantLock();
  private final Condition never = pace.newCondition();
  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

  AskingLimits(
      ProbeClient probeClient,
      LiveStats liveStats,
      DailyQuestionBudget day,
      SchoolSettings settings) {
    this.probeClient = probeClient;
    this.liveStats = liveStats;
    this.day = day;
    this.settings = settings;
    this.all = new Semaphore(settings.atOnce());
  }

  /** True while enough of the model's quota is left for live traffic. */
  boolean affords(ModelRef ref, double leave) {
    return liveStats.allowance(ref).share() >= leave;
  }

  /** True when the daily limit of the provider is reached. */
  boolean isSpent(ModelRef ref) {
    return !day.affords(ref);
  }

  /** Waits for a free slot within the limits, then asks. */
  Attempt ask(ProbeRequest request) throws InterruptedException {
    Semaphore provider =
        providers.computeIfAbsent(
            day.owner(request.ref().provider()), name -> new Semaphore(settings.perProvider()));
    provider.acquire();
    try {
      all.acquire();
      try {
        keepPace();
        return day.spend(request.ref()) ? probeClient.ask(request) : spent(request.ref());
      } finally {
        all.release();
      }
    } finally {
      provider.release();
    }
  }

  private static Attempt spent(ModelRef ref) {
    var candidate = new Candidate(ref, true, 0, null, 0, "");
    return new Attempt.NotAsked(candidate, new AttemptTiming(0, null, 0), SPENT, null);
  }

  /** Spaces the questions evenly over time. */
  private void keepPace() throws InterruptedException {
    long mine = Math.max(System.nanoTime(), nextNanos.getAndUpdate(next -> slotAfter(next)));
    pace.lockInterruptibly();
    try {
      long left = mine - System.nanoTime();
      while (left > 0) {
        left = never.awaitNanos(left);
      }
    } finally {
      pace.unlock();
    }
  }

  private long slotAfter(long next) {
    return Math.max(System.nanoTime(), next) + TimeUnit.SECONDS.toNanos(1) / settings.perSecond();
  }
}
