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
 * One exam round: a desk for each provider with a few seats, each seat a virtual thread that leads
 * one pupil after the other through its paper.
 */
final class ExamRound {
  private static final int GRACE_SECONDS = 10;

  // then its quota is one of hours or days, and the round need not wait for it
  private static final int MOST_RESTS = 5;

  private final Examination examination;
  private final ExamLevel level;
  private final SchoolSettings settings;
  private final Clock clock;
  private final Instant end;
  private volatile boolean stopped;
  private final Consumer<ExamProgress> told;

  /**
   * @param end no question is begun later
   * @param told hears what became of each pupil for this round, from several threads
   */
  ExamRound(
      Examination examination,
      ExamLevel level,
      SchoolSettings settings,
      Clock clock,
      Instant end,
      Consumer<ExamProgress> told) {
    this.examination = examination;
    this.level = level;
    this.settings = settings;
    this.clock = clock;
    this.end = end;
    this.told = told;
  }

  /**
   * Examines all pupils as far as that goes in this round. An interrupt ends it in order: questions
   * under way get a few seconds to be answered and saved.
   *
   * @throws RuntimeException of the database, after all seats have come to their end
   */
  void hold(List<Examinee> pupils) throws InterruptedException {
    List<ProviderQueue> desks = desks(pupils);
    try (ExecutorService seats =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("exam-", 0).factory())) {
      List<Future<Void>> taken = new ArrayList<>();
      for (ProviderQueue queue : desks) {
        int many = Math.min(settings.perProvider(), queue.size());
        for (int seat = 0; seat < many; seat++) {
          taken.add(seats.submit(() -> take(queue)));
        }
      }
      try {
        for (Future<Void> seat : taken) {
          ended(seat);
        }
      } catch (InterruptedException | RuntimeException brokenOff) {
        stopped = true;
        desks.forEach(ProviderQueue::close);
        seats.shutdown();
        // an interrupt would close the connections of whatever is under way
        if (!seats.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
          seats.shutdownNow();
        }
        throw brokenOff;
      }
    }
  }

  private boolean over() {
    return stopped || clock.instant().isAfter(end);
  }

  private List<ProviderQueue> desks(List<Examinee> pupils) {
    Map<String, List<Examinee>> byProvider = new LinkedHashMap<>();
    pupils.forEach(
        examinee ->
            byProvider
                .computeIfAbsent(examinee.model().ref().provider(), name -> new ArrayList<>())
                .add(examinee));
    return byProvider.values().stream()
        .map(group -> new ProviderQueue(group, clock, this::over, settings.linger()))
        .toList();
  }

  private static void ended(Future<Void> seat) throws InterruptedException {
    try {
      seat.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    }
  }

  private Void take(ProviderQueue queue) throws InterruptedException {
    for (Examinee examinee = queue.next(); examinee != null; examinee = queue.next()) {
      ExamProgress examProgress = examination.examine(examinee, level, this::over);
      if (examProgress instanceof ExamProgress.Rests rests
          && examinee.rests() < MOST_RESTS
          && !rests.until().isAfter(clock.instant().plus(settings.linger()))) {
        queue.later(examinee, rests.until());
      } else {
        told.accept(examProgress);
      }
    }
    return null;
  }
}
