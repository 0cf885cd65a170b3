package sml.gateway.school.asking;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Category;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Sounding.Errand;
import sml.gateway.chat.Sounding.Purpose;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.exam.Mark;
import sml.gateway.school.exam.Question;
import sml.gateway.school.exam.Reply;

/** Puts one question to one model and says what came of it. */
@Component
public final class Questioning {
  private static final int MOST_DOUBLINGS = 2;

  private final Bounds bounds;
  private final SchoolSettings settings;

  Questioning(Bounds bounds, SchoolSettings settings) {
    this.bounds = bounds;
    this.settings = settings;
  }

  /**
   * Asks.
   *
   * @param leave share of the model's quota that is not to be touched
   * @param empties how often it has said nothing to this question, or not enough before its tokens
   *     ran out: it gets more room each time
   */
  public Outcome ask(Model model, Question question, double leave, int empties)
      throws InterruptedException {
    if (question.withTools() && Boolean.FALSE.equals(model.tools())) {
      return new Outcome.Skipped("cannot call tools");
    }
    if (question.withVision() && Boolean.FALSE.equals(model.vision())) {
      return new Outcome.Skipped("cannot see images");
    }
    Outcome.Shut shut = shut(model, leave);
    if (shut != null) {
      return shut;
    }
    int room = model.reasoning() ? settings.thinkingRoom() : settings.room();
    Duration patience = model.reasoning() ? settings.thinkingPatience() : settings.patience();
    Attempt attempt =
        bounds.ask(
            new Errand(
                model.ref(),
                question.body(room << Math.min(empties, MOST_DOUBLINGS)),
                question.category(),
                patience,
                Purpose.EXAM));
    return Thread.currentThread().isInterrupted()
        ? new Outcome.Shut("the exam was broken off", null)
        : outcome(question, attempt, empties);
  }

  /** Why the model may not be asked now, null when it may. */
  public Outcome.@Nullable Shut shut(Model model, double leave) {
    if (bounds.isSpent(model.ref())) {
      return new Outcome.Shut(Bounds.SPENT, null);
    }
    return bounds.affords(model.ref(), leave)
        ? null
        : new Outcome.Shut("its quota is kept for live traffic", settings.breather());
  }

  private static Outcome outcome(Question question, Attempt attempt, int empties) {
    return switch (attempt) {
      case Attempt.Answered answered -> answered(question, answered, empties);
      case Attempt.Refused refused -> refused(question, refused.refusal());
      case Attempt.TimedOut late ->
          new Outcome.Missed("no answer within " + late.limit().toSeconds() + " s", false);
      case Attempt.Broken broken ->
          new Outcome.Missed(broken.what(), broken.what().equals(Attempt.Broken.EMPTY));
      case Attempt.Cancelled cancelled -> new Outcome.Shut(cancelled.why(), null);
      case Attempt.NotAsked shut -> new Outcome.Shut(shut.why(), shut.retryAfter());
    };
  }

  private static Outcome answered(Question question, Attempt.Answered answered, int empties) {
    if (!(answered.answer() instanceof Answer.Whole whole)) {
      return new Outcome.Missed("a stream came where none was asked for", false);
    }
    Reply reply;
    try {
      reply = Reply.of(whole.json());
    } catch (IOException unreadable) {
      return new Outcome.Missed("unreadable: " + unreadable.getMessage(), false);
    }
    if (reply.text().isBlank() && reply.toolCalls().isEmpty()) {
      return new Outcome.Missed(Attempt.Broken.EMPTY, true);
    }
    Mark mark;
    try {
      mark = question.grade(reply);
    } catch (IllegalStateException unable) {
      // one question that cannot be marked must not end the round of all models
      return new Outcome.Missed("cannot be marked: " + unable.getMessage(), false);
    }
    if (isCut(whole) && !(mark instanceof Mark.Right) && empties < MOST_DOUBLINGS) {
      return new Outcome.Missed("cut at its token limit", true);
    }
    Duration took = Duration.ofMillis(answered.timing().tookMs());
    return switch (mark) {
      case Mark.Right right -> new Outcome.Judged(reply, true, right.reason(), took);
      case Mark.Wrong wrong -> new Outcome.Judged(reply, false, wrong.reason(), took);
      case Mark.Open open -> new Outcome.Unmarked(reply, took);
    };
  }

  /** It was still thinking or writing when its tokens ran out. */
  private static boolean isCut(Answer.Whole whole) {
    return "length".equals(whole.finishReason());
  }

  private static Outcome refused(Question question, Refusal refusal) {
    String told = refusal.status() + " " + refusal.message();
    return switch (refusal.kind()) {
      case RATE_LIMITED, QUOTA_EXHAUSTED -> new Outcome.Shut(told, refusal.retryAfter());
      case CONTENT_POLICY -> new Outcome.Skipped("its provider's filter refused the question");
      case CONTEXT_TOO_LONG -> new Outcome.Skipped("the question is longer than its context");
      case UNAUTHORIZED ->
          // a filter that dislikes the question looks like a bad key
          question.category() == Category.SAFETY && refusal.status() == 403
              ? new Outcome.Skipped("refused by its provider: " + told)
              : new Outcome.Fatal(told);
      case PAYMENT_REQUIRED -> new Outcome.Fatal(told);
      case MODEL_GONE ->
          speaksOfAbility(question, refusal)
              ? new Outcome.Skipped("refused: " + told)
              : new Outcome.Fatal(told);
      case BAD_REQUEST, UNSUPPORTED ->
          question.withTools() || question.withVision()
              ? new Outcome.Skipped("refused: " + told)
              : new Outcome.Missed(told, false);
      // some providers call a tool call that the model bungled a fault
      case FAULT -> new Outcome.Missed(told, question.withTools());
      case TOO_LARGE, ADDITION_REFUSED, TRANSIENT -> new Outcome.Missed(told, false);
    };
  }

  /** A router of models says 404 when none of its hosts can call tools or see images. */
  private static boolean speaksOfAbility(Question question, Refusal refusal) {
    String message = refusal.message().toLowerCase(Locale.ROOT);
    return (question.withTools() && message.contains("tool"))
        || (question.withVision() && message.contains("image"));
  }
}
