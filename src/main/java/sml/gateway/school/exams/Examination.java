package sml.gateway.school.exams;

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
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Question;
import sml.gateway.school.paper.QuestionBank;
import sml.gateway.school.questions.WordingSelection;
import sml.gateway.school.records.AnswerLedger;
import sml.gateway.school.records.AnswerRow;
import sml.gateway.school.records.AttemptStore;
import sml.gateway.school.records.ExamAttempt;

/** Examines one model, question by question; each answer is saved before the next question. */
@Component
final class Examination {
  private final QuestionBank bank;
  private final WordingSelection wordingSelection;
  private final QuestionRunner questionRunner;
  private final ExamGrading examGrading;
  private final AttemptStore attempts;
  private final AnswerLedger ledger;
  private final SchoolSettings settings;
  private final RandomGenerator random;
  private final Clock clock;

  Examination(
      QuestionBank bank,
      WordingSelection wordingSelection,
      QuestionRunner questionRunner,
      ExamGrading examGrading,
      AttemptStore attempts,
      AnswerLedger ledger,
      SchoolSettings settings,
      RandomGenerator random,
      Clock clock) {
    this.bank = bank;
    this.wordingSelection = wordingSelection;
    this.questionRunner = questionRunner;
    this.examGrading = examGrading;
    this.attempts = attempts;
    this.ledger = ledger;
    this.settings = settings;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Continues an examinee's attempt, or begins one at {@code level}.
   *
   * @param over true when no further question may be begun
   */
  ExamProgress examine(Examinee examinee, ExamLevel level, BooleanSupplier over)
      throws InterruptedException {
    ExamSession session = examinee.session();
    if (session == null && !examinee.isAtIt()) {
      // an attempt that cannot continue would only expire
      QuestionOutcome.Shut shut = questionRunner.shut(examinee.model(), settings.leave());
      if (shut != null) {
        return pause(shut, clock.instant());
      }
    }
    if (session == null) {
      session = open(examinee, level).orElse(null);
      if (session == null) {
        return new ExamProgress.Lost();
      }
      examinee.begin(session);
    }
    ExamProgress examProgress = null;
    while (examProgress == null) {
      Instant now = clock.instant();
      Optional<Question> question = session.next(now);
      if (question.isEmpty() || isOverdue(session, now)) {
        return withoutQuestions(session, now);
      }
      examProgress =
          over.getAsBoolean()
              ? new ExamProgress.Waits("this round is over")
              : ask(session, question.get());
    }
    return examProgress;
  }

  private Optional<ExamSession> open(Examinee examinee, ExamLevel active) {
    ExamAttempt before = examinee.before();
    Optional<ExamAttempt> attempt =
        before != null && examinee.isAtIt() ? Optional.of(before) : begin(examinee, active);
    return attempt.map(
        one -> {
          ExamLevel level = ExamLevel.of(one.level()).orElse(active);
          List<Question> paper = bank.paper(level, one.seed(), prompts(one));
          return new ExamSession(examinee.model(), one, level, paper, examinee.saved());
        });
  }

  private Optional<ExamAttempt> begin(Examinee examinee, ExamLevel level) {
    ModelRef ref = examinee.model().ref();
    long seed = random.nextLong();
    return attempts.begin(
        ref,
        examinee.before(),
        level.id(),
        seed,
        wordingSelection.draw(ref, level, seed),
        clock.instant());
  }

  private static Map<String, String> prompts(ExamAttempt attempt) {
    return attempt.wordings().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().prompt()));
  }

  private boolean isOverdue(ExamSession session, Instant now) {
    return now.isAfter(session.lastStep().plus(settings.attemptLasts()));
  }

  private ExamProgress withoutQuestions(ExamSession session, Instant now)
      throws InterruptedException {
    Instant due = session.due();
    boolean overdue = isOverdue(session, now);
    return due == null || overdue
        ? examGrading.conclude(session, overdue)
        : new ExamProgress.Paused(due);
  }

  /** Asks one question; null when the next may follow at once. */
  private @Nullable ExamProgress ask(ExamSession session, Question question)
      throws InterruptedException {
    AnswerRow row = session.row(question);
    QuestionOutcome questionOutcome =
        questionRunner.ask(session.model(), question, settings.leave(), row.empties());
    Instant now = clock.instant();
    return switch (questionOutcome) {
      case QuestionOutcome.Judged judged ->
          save(
              session,
              row.decided(
                  said(judged.reply()),
                  judged.right(),
                  "rules",
                  judged.reason(),
                  judged.took(),
                  now));
      case QuestionOutcome.Unmarked open ->
          save(session, row.unmarked(said(open.reply()), open.took(), now));
      case QuestionOutcome.Skipped skipped -> save(session, row.skipped(skipped.reason(), now));
      case QuestionOutcome.Missed missed -> save(session, missed(row, missed, now));
      case QuestionOutcome.Shut shut -> pause(shut, now);
      case QuestionOutcome.Fatal fatal -> examGrading.giveUp(session, fatal.reason());
    };
  }

  private AnswerRow missed(AnswerRow row, QuestionOutcome.Missed missed, Instant now) {
    if (missed.empty() && row.empties() + 1 >= settings.empties()) {
      return row.decided("", false, "empty", missed.reason(), Duration.ZERO, now);
    }
    Duration pause =
        ExamIntervals.beforeRetry(row.tries() + 1, settings.firstRetry(), settings.longestRetry());
    return row.missed(missed.reason(), missed.empty(), now.plus(pause));
  }

  private static ExamProgress pause(QuestionOutcome.Shut shut, Instant now) {
    Duration wait = shut.retryAfter();
    return wait == null
        ? new ExamProgress.Waits(shut.reason())
        : new ExamProgress.Paused(now.plus(wait));
  }

  private @Nullable ExamProgress save(ExamSession session, AnswerRow row) {
    if (!ledger.save(row)) {
      return new ExamProgress.Lost();
    }
    session.put(row);
    return null;
  }

  /** What the model said, tool calls included. */
  private static String said(ExamReply reply) {
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
