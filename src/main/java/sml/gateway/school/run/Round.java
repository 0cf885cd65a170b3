package sml.gateway.school.run;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.exam.Level;

/**
 * One exam round: a desk for each provider with a few seats, each seat a virtual thread that leads
 * one pupil after the other through its paper.
 */
final class Round {
  private final Examination examination;
  private final Level level;
  private final SchoolSettings settings;
  private final Clock clock;
  private final Instant end;
  private final Consumer<Progress> told;

  /**
   * @param told hears what became of each pupil for this round, from several threads
   */
  Round(
      Examination examination,
      Level level,
      SchoolSettings settings,
      Clock clock,
      Consumer<Progress> told) {
    this.examination = examination;
    this.level = level;
    this.settings = settings;
    this.clock = clock;
    this.end = clock.instant().plus(settings.roundLasts());
    this.told = told;
  }

  /**
   * Examines all pupils as far as that goes in this round.
   *
   * @throws RuntimeException of the database, after all seats have come to their end
   */
  void hold(List<Pupil> pupils) throws InterruptedException {
    Map<String, List<Pupil>> byProvider = new LinkedHashMap<>();
    pupils.forEach(
        pupil ->
            byProvider
                .computeIfAbsent(pupil.model().ref().provider(), name -> new ArrayList<>())
                .add(pupil));
    try (ExecutorService seats =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("exam-", 0).factory())) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (List<Pupil> group : byProvider.values()) {
        var desk = new Desk(group, clock, end, settings.linger());
        int many = Math.min(settings.perProvider(), group.size());
        for (int seat = 0; seat < many; seat++) {
          tasks.add(() -> take(desk));
        }
      }
      for (Future<Void> seat : seats.invokeAll(tasks)) {
        ended(seat);
      }
    }
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

  private Void take(Desk desk) throws InterruptedException {
    for (Pupil pupil = desk.next(); pupil != null; pupil = desk.next()) {
      Progress progress = examination.examine(pupil, level, end);
      if (progress instanceof Progress.Rests rests
          && !rests.until().isAfter(clock.instant().plus(settings.linger()))) {
        desk.later(pupil, rests.until());
      } else {
        told.accept(progress);
      }
    }
    return null;
  }
}
