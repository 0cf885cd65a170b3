package sml.gateway.school.exams;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.records.AnswerRow;
import sml.gateway.school.records.AnswerStore;
import sml.gateway.school.records.AttemptStore;
import sml.gateway.school.records.ExamAttempt;

/**
 * The models to examine now: first those with a running attempt, the oldest attempt first, so that
 * small quotas end exams instead of beginning many; then those never examined; then by date.
 */
@Component
final class DueList {
  private final ModelRegistry registry;
  private final AttemptStore attempts;
  private final AnswerStore answers;
  private final SchoolSettings settings;
  private final Clock clock;

  DueList(
      ModelRegistry registry,
      AttemptStore attempts,
      AnswerStore answers,
      SchoolSettings settings,
      Clock clock) {
    this.registry = registry;
    this.attempts = attempts;
    this.answers = answers;
    this.settings = settings;
    this.clock = clock;
  }

  /** The examinees of a round; those with a running attempt carry their saved answers. */
  List<Examinee> examinees() {
    Map<ModelRef, ExamAttempt> latest = attempts.latest();
    Instant now = clock.instant();
    List<Model> due =
        registry.choosable().stream()
            .filter(Model::chat)
            .filter(model -> isDue(latest.get(model.ref()), now))
            .sorted(
                Comparator.<Model>comparingInt(model -> order(latest.get(model.ref())))
                    .thenComparing(model -> since(latest.get(model.ref()))))
            .toList();
    List<Long> running =
        due.stream()
            .map(model -> latest.get(model.ref()))
            .filter(attempt -> attempt != null && attempt.running())
            .map(ExamAttempt::id)
            .toList();
    Map<Long, List<AnswerRow>> saved =
        answers.of(running).stream().collect(Collectors.groupingBy(row -> row.asked().attemptId()));
    return due.stream().map(model -> examinee(model, latest.get(model.ref()), saved)).toList();
  }

  private boolean isDue(@Nullable ExamAttempt last, Instant now) {
    if (last == null || last.running()) {
      return true;
    }
    Instant next = last.nextExamAt();
    Instant ended = last.finishedAt();
    return (next == null || !next.isAfter(now))
        && (ended == null || !ended.plus(settings.guard()).isAfter(now));
  }

  private static int order(@Nullable ExamAttempt last) {
    return last == null ? 1 : last.running() ? 0 : 2;
  }

  private static Instant since(@Nullable ExamAttempt last) {
    if (last == null) {
      return Instant.MIN;
    }
    Instant next = last.nextExamAt();
    return last.running() || next == null ? last.startedAt() : next;
  }

  private static Examinee examinee(
      Model model, @Nullable ExamAttempt last, Map<Long, List<AnswerRow>> saved) {
    return new Examinee(
        model, last, last == null ? List.of() : saved.getOrDefault(last.id(), List.of()));
  }
}
