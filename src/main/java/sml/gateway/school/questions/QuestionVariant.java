package sml.gateway.school.questions;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.paper.OpenQuestion;

/**
 * A wording that a proctor proposed for an open question: a row of {@code question_variants}.
 *
 * @param id 0 before it is kept
 * @param base digest of the question it was made for
 * @param prompt with the places of the question
 * @param validator the model that judged it, null before
 * @param decider what decided, null while proposed
 * @param reason of the decision, for people
 * @param tries failed tries to get a verdict
 * @param used how many attempts drew it
 */
public record QuestionVariant(
    long id,
    String questionId,
    String base,
    String prompt,
    ModelRef proposer,
    @Nullable ModelRef validator,
    State state,
    @Nullable Decider decider,
    String reason,
    int tries,
    int used,
    Instant proposedAt,
    @Nullable Instant decidedAt,
    @Nullable Instant lastUsedAt) {

  /** The state of a variant. */
  public enum State {
    /** Passed the rules; a proctor has to judge it. */
    PROPOSED,
    /** Asked in exams. */
    ACCEPTED,
    /** Never asked, or never again. */
    REFUSED,
    /** Was asked; replaced by a newer one, or its question changed. */
    RETIRED;

    /** The name in tables and answers. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What decided the state of a variant. */
  public enum Decider {
    RULES,
    PROCTOR,
    OPERATOR,
    AGE,
    BANK;

    /** The name in tables and answers. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a proctor proposed just now. */
  static QuestionVariant proposed(
      OpenQuestion base, String prompt, ModelRef proposer, Instant now) {
    return new QuestionVariant(
        0,
        base.id(),
        base.digest(),
        prompt,
        proposer,
        null,
        State.PROPOSED,
        null,
        "",
        0,
        0,
        now,
        null,
        null);
  }

  boolean isOf(OpenQuestion question) {
    return questionId.equals(question.id());
  }

  /** True while the question in the bank is still the one it was made for. */
  boolean fits(OpenQuestion question) {
    return isOf(question) && base.equals(question.digest());
  }

  /** True when that model knows the text; the same model elsewhere has the same weights. */
  boolean isKnownTo(ModelRef ref) {
    return proposer.model().equals(ref.model())
        || (validator != null && validator.model().equals(ref.model()));
  }
}
