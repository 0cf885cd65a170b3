package sml.gateway.school.exams;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.paper.ExamLevel;

/**
 * One exam round: a queue for each provider with a few slots. Each slot is a virtual thread that
 * examines one model after the other.
 */
final class ExamRound {
  private static final int GRACE_SECONDS = 10;

  // a model paused more often has a quota of hours or days; the round does not wait for that
  private static final int MOST_PAUSES = 5;

  private final Examination examination;
  private final ExamLevel level;
  private final SchoolSettings settings;
  private final Clock clock;
  private final Instant end;
  private volatile boolean stopped;
  private final Consumer<ExamProgress> results;

  /**
   * @param end no question is begun later
   * @param results receives the outcome of each examinee in this round; called from several threads
   */
  ExamRound(
      Examination examination,
      ExamLevel level,
      SchoolSettings settings,
      Clock clock,
      Instant end,
      Consumer<ExamProgress> results) {
    this.examination = examination;
    this.level = level;
    this.settings = settings;
    this.clock = clock;
    this.end = end;
    this.results = results;
  }

  /**
   * Examines all examinees as far as that goes in this round. An interrupt ends it in order:
   * questions under way get a few seconds to be answered and saved.
   *
   * @throws RuntimeException of the database, after all slots have ended
   */
  void hold(List<Examinee> examinees) throws InterruptedException {
    List<ProviderQueue> queues = queues(examinees);
    try (ExecutorService slots =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("exam-", 0).factory())) {
      List<Future<Void>> taken = new ArrayList<>();
      for (ProviderQueue queue : queues) {
        int many = Math.min(settings.perProvider(), queue.size());
        for (int slot = 0; slot < many; slot++) {
          taken.add(slots.submit(() -> take(queue)));
        }
      }
      try {
        for (Future<Void> slot : taken) {
          await(slot);
        }
      } catch (InterruptedException | RuntimeException brokenOff) {
        stopped = true;
        queues.forEach(ProviderQueue::close);
        slots.shutdown();
        // an interrupt would close the connections of requests under way
        if (!slots.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
          slots.shutdownNow();
        }
        throw brokenOff;
      }
    }
  }

  private boolean over() {
    return stopped || clock.instant().isAfter(end);
  }

  private List<ProviderQueue> queues(List<Examinee> examinees) {
    Map<String, List<Examinee>> byProvider = new LinkedHashMap<>();
    examinees.forEach(
        examinee ->
            byProvider
                .computeIfAbsent(examinee.model().ref().provider(), name -> new ArrayList<>())
                .add(examinee));
    return byProvider.values().stream()
        .map(group -> new ProviderQueue(group, clock, this::over, settings.linger()))
        .toList();
  }

  private static void await(Future<Void> slot) throws InterruptedException {
    try {
      slot.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    }
  }

  private Void take(ProviderQueue queue) throws InterruptedException {
    for (Examinee examinee = queue.next(); examinee != null; examinee = queue.next()) {
      ExamProgress examProgress = examination.examine(examinee, level, this::over);
      if (examProgress instanceof ExamProgress.Paused paused
          && examinee.pauses() < MOST_PAUSES
          && !paused.until().isAfter(clock.instant().plus(settings.linger()))) {
        queue.later(examinee, paused.until());
      } else {
        results.accept(examProgress);
      }
    }
    return null;
  }
}
