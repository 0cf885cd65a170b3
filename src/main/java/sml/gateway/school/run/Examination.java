package sml.gateway.school.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.asking.Outcome;
import sml.gateway.school.asking.Questioning;
import sml.gateway.school.exam.Level;
import sml.gateway.school.exam.Question;
import sml.gateway.school.exam.QuestionBank;
import sml.gateway.school.exam.Reply;
import sml.gateway.school.records.AnswerLedger;
import sml.gateway.school.records.AnswerRow;
import sml.gateway.school.records.AttemptStore;
import sml.gateway.school.records.ExamAttempt;
import sml.gateway.school.variants.Wordings;

/** Leads one pupil through its paper, question by question, each answer saved before the next. */
@Component
final class Examination {
  private final QuestionBank bank;
  private final Wordings wordings;
  private final Questioning questioning;
  private final Conclusion conclusion;
  private final AttemptStore attempts;
  private final AnswerLedger ledger;
  private final SchoolSettings settings;
  private final RandomGenerator random;
  private final Clock clock;

  Examination(
      QuestionBank bank,
      Wordings wordings,
      Questioning questioning,
      Conclusion conclusion,
      AttemptStore attempts,
      AnswerLedger ledger,
      SchoolSettings settings,
      RandomGenerator random,
      Clock clock) {
    this.bank = bank;
    this.wordings = wordings;
    this.questioning = questioning;
    this.conclusion = conclusion;
    this.attempts = attempts;
    this.ledger = ledger;
    this.settings = settings;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Goes on with a pupil's attempt, or begins one at {@code level}.
   *
   * @param over true when no further question may be begun
   */
  Progress examine(Pupil pupil, Level level, BooleanSupplier over) throws InterruptedException {
    Sitting sitting = pupil.sitting();
    if (sitting == null && !pupil.isAtIt()) {
      // an attempt that cannot go on would only grow old
      Outcome.Shut shut = questioning.shut(pupil.model(), settings.leave());
      if (shut != null) {
        return rest(shut, clock.instant());
      }
    }
    if (sitting == null) {
      sitting = seat(pupil, level).orElse(null);
      if (sitting == null) {
        return new Progress.Gone();
      }
      pupil.sits(sitting);
    }
    Progress progress = null;
    while (progress == null) {
      Instant now = clock.instant();
      Optional<Question> question = sitting.next(now);
      if (question.isEmpty() || isOverdue(sitting, now)) {
        return withoutQuestions(sitting, now);
      }
      progress =
          over.getAsBoolean()
              ? new Progress.Waits("this round is over")
              : ask(sitting, question.get());
    }
    return progress;
  }

  private Optional<Sitting> seat(Pupil pupil, Level active) {
    ExamAttempt before = pupil.before();
    Optional<ExamAttempt> attempt =
        before != null && pupil.isAtIt() ? Optional.of(before) : begin(pupil, active);
    return attempt.map(
        one -> {
          Level level = Level.of(one.level()).orElse(active);
          List<Question> paper = bank.paper(level, one.seed(), prompts(one));
          return new Sitting(pupil.model(), one, level, paper, pupil.saved());
        });
  }

  private Optional<ExamAttempt> begin(Pupil pupil, Level level) {
    ModelRef ref = pupil.model().ref();
    long seed = random.nextLong();
    return attempts.begin(
        ref, pupil.before(), level.id(), seed, wordings.draw(ref, level, seed), clock.instant());
  }

  private static Map<String, String> prompts(ExamAttempt attempt) {
    return attempt.wordings().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().prompt()));
  }

  private boolean isOverdue(Sitting sitting, Instant now) {
    return now.isAfter(sitting.lastStep().plus(settings.attemptLasts()));
  }

  private Progress withoutQuestions(Sitting sitting, Instant now) throws InterruptedException {
    Instant due = sitting.due();
    boolean overdue = isOverdue(sitting, now);
    return due == null || overdue ? conclusion.conclude(sitting, overdue) : new Progress.Rests(due);
  }

  /** Asks one question; null when the next may follow at once. */
  private @Nullable Progress ask(Sitting sitting, Question question) throws InterruptedException {
    AnswerRow row = sitting.row(question);
    Outcome outcome = questioning.ask(sitting.model(), question, settings.leave(), row.empties());
    Instant now = clock.instant();
    return switch (outcome) {
      case Outcome.Judged judged ->
          save(
              sitting,
              row.decided(
                  said(judged.reply()),
                  judged.right(),
                  "rules",
                  judged.reason(),
                  judged.took(),
                  now));
      case Outcome.Unmarked open ->
          save(sitting, row.unmarked(said(open.reply()), open.took(), now));
      case Outcome.Skipped skipped -> save(sitting, row.skipped(skipped.reason(), now));
      case Outcome.Missed missed -> save(sitting, missed(row, missed, now));
      case Outcome.Shut shut -> rest(shut, now);
      case Outcome.Fatal fatal -> conclusion.giveUp(sitting, fatal.reason());
    };
  }

  private AnswerRow missed(AnswerRow row, Outcome.Missed missed, Instant now) {
    if (missed.empty() && row.empties() + 1 >= settings.empties()) {
      return row.decided("", false, "empty", missed.reason(), Duration.ZERO, now);
    }
    Duration pause =
        Schedule.beforeRetry(row.tries() + 1, settings.firstRetry(), settings.longestRetry());
    return row.missed(missed.reason(), missed.empty(), now.plus(pause));
  }

  private static Progress rest(Outcome.Shut shut, Instant now) {
    Duration wait = shut.retryAfter();
    return wait == null ? new Progress.Waits(shut.reason()) : new Progress.Rests(now.plus(wait));
  }

  private @Nullable Progress save(Sitting sitting, AnswerRow row) {
    if (!ledger.save(row)) {
      return new Progress.Gone();
    }
    sitting.put(row);
    return null;
  }

  /** What the model said, tool calls included. */
  private static String said(Reply reply) {
    if (reply.toolCalls().isEmpty()) {
      return reply.text();
    }
    var said = new StringBuilder(reply.text());
    reply
        .toolCalls()
        .forEach(
            call -> said.append(call.name()).append('(').append(call.arguments()).append(") "));
    return said.toString().strip();
  }
}
