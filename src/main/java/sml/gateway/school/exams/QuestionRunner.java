package sml.gateway.school.exams;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Category;
import sml.gateway.chat.ProbeClient.ProbeRequest;
import sml.gateway.chat.ProbeClient.Purpose;
import sml.gateway.chat.Refusal;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.GraderMark;
import sml.gateway.school.paper.Question;

/** Asks one model one question and returns the outcome. */
@Component
final class QuestionRunner {
  private static final int MOST_DOUBLINGS = 2;

  /** Several times what a model may write; the answers of a round are kept in memory. */
  private static final int LONGEST_ANSWER = 512 * 1024;

  private final AskingLimits askingLimits;
  private final SchoolSettings settings;

  QuestionRunner(AskingLimits askingLimits, SchoolSettings settings) {
    this.askingLimits = askingLimits;
    this.settings = settings;
  }

  /**
   * Asks the question.
   *
   * @param leave share of the model's quota that must stay free, 0 to 1
   * @param empties how often the answer was empty or cut off at its token limit; the limit doubles
   *     each time
   */
  public QuestionOutcome ask(Model model, Question question, double leave, int empties)
      throws InterruptedException {
    if (question.withTools() && Boolean.FALSE.equals(model.tools())) {
      return new QuestionOutcome.Skipped("cannot call tools");
    }
    if (question.withVision() && Boolean.FALSE.equals(model.vision())) {
      return new QuestionOutcome.Skipped("cannot see images");
    }
    QuestionOutcome.Shut shut = shut(model, leave);
    if (shut != null) {
      return shut;
    }
    int room = model.reasoning() ? settings.thinkingRoom() : settings.room();
    Duration timeout = model.reasoning() ? settings.thinkingTimeout() : settings.timeout();
    Attempt attempt =
        askingLimits.ask(
            new ProbeRequest(
                model.ref(),
                question.body(room << Math.min(empties, MOST_DOUBLINGS)),
                question.category(),
                timeout,
                Purpose.EXAM));
    return Thread.currentThread().isInterrupted()
        ? new QuestionOutcome.Shut("the exam was broken off", null)
        : outcome(question, attempt, empties);
  }

  /** Why the model may not be asked now, null when it may. */
  public QuestionOutcome.@Nullable Shut shut(Model model, double leave) {
    if (askingLimits.isSpent(model.ref())) {
      return new QuestionOutcome.Shut(AskingLimits.SPENT, null);
    }
    return askingLimits.affords(model.ref(), leave)
        ? null
        : new QuestionOutcome.Shut("its quota is kept for live traffic", settings.breather());
  }

  private static QuestionOutcome outcome(Question question, Attempt attempt, int empties) {
    return switch (attempt) {
      case Attempt.Answered answered -> answered(question, answered, empties);
      case Attempt.Refused refused -> refused(question, refused.refusal());
      case Attempt.TimedOut late ->
          new QuestionOutcome.Missed("no answer within " + late.limit().toSeconds() + " s", false);
      case Attempt.Broken broken ->
          new QuestionOutcome.Missed(broken.what(), broken.what().equals(Attempt.Broken.EMPTY));
      case Attempt.Cancelled cancelled -> new QuestionOutcome.Shut(cancelled.why(), null);
      case Attempt.NotAsked shut -> new QuestionOutcome.Shut(shut.why(), shut.retryAfter());
    };
  }

  private static QuestionOutcome answered(
      Question question, Attempt.Answered answered, int empties) {
    if (!(answered.answer() instanceof Answer.Whole whole)) {
      return new QuestionOutcome.Missed("a stream came where none was asked for", false);
    }
    if (whole.json().length > LONGEST_ANSWER) {
      String length = "an answer of %d bytes is not read".formatted(whole.json().length);
      return new QuestionOutcome.Missed(length, false);
    }
    ExamReply reply;
    try {
      reply = ExamReply.of(whole.json());
    } catch (IOException unreadable) {
      return new QuestionOutcome.Missed("unreadable: " + unreadable.getMessage(), false);
    }
    if (reply.text().isBlank() && reply.toolCalls().isEmpty()) {
      return new QuestionOutcome.Missed(Attempt.Broken.EMPTY, true);
    }
    GraderMark mark;
    try {
      mark = question.grade(reply);
    } catch (IllegalStateException unable) {
      // one question that cannot be marked must not end the round of all models
      return new QuestionOutcome.Missed("cannot be marked: " + unable.getMessage(), false);
    }
    if (isCut(whole) && !(mark instanceof GraderMark.Right) && empties < MOST_DOUBLINGS) {
      return new QuestionOutcome.Missed("cut at its token limit", true);
    }
    Duration took = Duration.ofMillis(answered.timing().tookMs());
    return switch (mark) {
      case GraderMark.Right right -> new QuestionOutcome.Judged(reply, true, right.reason(), took);
      case GraderMark.Wrong wrong -> new QuestionOutcome.Judged(reply, false, wrong.reason(), took);
      case GraderMark.Open open -> new QuestionOutcome.Unmarked(reply, took);
    };
  }

  /** It was still thinking or writing when its tokens ran out. */
  private static boolean isCut(Answer.Whole whole) {
    return "length".equals(whole.finishReason());
  }

  private static QuestionOutcome refused(Question question, Refusal refusal) {
    String reason = refusal.status() + " " + refusal.message();
    return switch (refusal.kind()) {
      case RATE_LIMITED, QUOTA_EXHAUSTED -> new QuestionOutcome.Shut(reason, refusal.retryAfter());
      case CONTENT_POLICY ->
          new QuestionOutcome.Skipped("its provider's filter refused the question");
      case CONTEXT_TOO_LONG ->
          new QuestionOutcome.Skipped("the question is longer than its context");
      case UNAUTHORIZED ->
          // a filter that dislikes the question looks like a bad key
          question.category() == Category.SAFETY && refusal.status() == 403
              ? new QuestionOutcome.Skipped("refused by its provider: " + reason)
              : new QuestionOutcome.Fatal(reason);
      case PAYMENT_REQUIRED -> new QuestionOutcome.Fatal(reason);
      case MODEL_GONE ->
          speaksOfAbility(question, refusal)
              ? new QuestionOutcome.Skipped("refused: " + reason)
              : new QuestionOutcome.Fatal(reason);
      case BAD_REQUEST, UNSUPPORTED ->
          question.withTools() || question.withVision()
              ? new QuestionOutcome.Skipped("refused: " + reason)
              : new QuestionOutcome.Missed(reason, false);
      // some providers report a malformed tool call of the model as a server fault
      case FAULT -> new QuestionOutcome.Missed(reason, question.withTools());
      case TOO_LARGE, ADDITION_REFUSED, TRANSIENT -> new QuestionOutcome.Missed(reason, false);
    };
  }

  /** A router of models says 404 when none of its hosts can call tools or see images. */
  private static boolean speaksOfAbility(Question question, Refusal refusal) {
    String message = refusal.message().toLowerCase(Locale.ROOT);
    return (question.withTools() && message.contains("tool"))
        || (question.withVision() && message.contains("image"));
  }
}
