package sml.gateway.school.questions;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.exams.ProctorConsultation;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.GraderMark;
import sml.gateway.school.paper.OpenQuestion;
import sml.gateway.school.paper.Question;
import sml.gateway.school.paper.QuestionBank;
import sml.gateway.school.questions.QuestionVariant.Decider;
import sml.gateway.school.questions.QuestionVariant.State;

/** Lets a proctor judge a proposal, never the proctor that made it. */
@Component
final class VariantValidation {
  private static final int MOST_TRIES = 3;

  private final VariantStore store;
  private final QuestionBank bank;
  private final VariantReviewers variantReviewers;
  private final ProctorConsultation proctorConsultation;
  private final WorkerLog log;
  private final SchoolSettings settings;
  private final RandomGenerator random;
  private final Clock clock;

  VariantValidation(
      VariantStore store,
      QuestionBank bank,
      VariantReviewers variantReviewers,
      ProctorConsultation proctorConsultation,
      WorkerLog log,
      SchoolSettings settings,
      RandomGenerator random,
      Clock clock) {
    this.store = store;
    this.bank = bank;
    this.variantReviewers = variantReviewers;
    this.proctorConsultation = proctorConsultation;
    this.log = log;
    this.settings = settings;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Asks one other proctor and applies its verdict. Without a verdict the proposal waits for
   * another run; after three failed tries it is refused.
   */
  void judge(OpenQuestion question, QuestionVariant proposal) throws InterruptedException {
    Optional<ModelRef> validator =
        variantReviewers.able(question).stream()
            .filter(one -> !proposal.isKnownTo(one))
            .findFirst();
    if (validator.isEmpty()) {
      return;
    }
    Optional<ExamReply> reply =
        proctorConsultation.ask(
            validator.get(),
            question.category(),
            body(question, proposal),
            settings.thinkingTimeout());
    Optional<ReviewResult> verdict = reply.flatMap(ReviewResult::read);
    if (verdict.isPresent()) {
      decide(question, proposal, validator.get(), verdict.get());
    } else {
      wait(question, proposal, validator.get());
    }
  }

  private byte[] body(OpenQuestion question, QuestionVariant proposal) {
    long seed = random.nextLong();
    Question own = drawn(question, seed, Map.of());
    Question other = drawn(question, seed, Map.of(question.id(), proposal.prompt()));
    String rubric =
        own.grade(own.example()) instanceof GraderMark.Open(String filled)
            ? filled
            : question.rubric();
    return ReviewResult.body(own, other, rubric, settings.thinkingRoom());
  }

  private Question drawn(OpenQuestion question, long seed, Map<String, String> wordings) {
    return bank.paper(question.level(), seed, wordings).stream()
        .filter(one -> one.id().equals(question.id()))
        .findFirst()
        .orElseThrow();
  }

  private void decide(
      OpenQuestion question,
      QuestionVariant proposal,
      ModelRef validator,
      ReviewResult reviewResult) {
    if (reviewResult.accepts()) {
      int most = settings.variants().perQuestion();
      store.accept(proposal, validator, reviewResult.summary(), most, clock.instant());
      note(
          WorkerLog.Level.SUCCESS,
          question,
          proposal,
          "accepted by " + summary(validator, reviewResult));
    } else {
      refuse(proposal, validator, reviewResult.summary());
      note(
          WorkerLog.Level.INFO,
          question,
          proposal,
          "refused by " + summary(validator, reviewResult));
    }
  }

  private static String summary(ModelRef validator, ReviewResult reviewResult) {
    return validator.id() + ": " + reviewResult.summary();
  }

  private void wait(OpenQuestion question, QuestionVariant proposal, ModelRef validator) {
    if (proposal.tries() + 1 < MOST_TRIES) {
      store.missed(proposal.id());
      note(WorkerLog.Level.INFO, question, proposal, "given no verdict by " + validator.id());
    } else {
      refuse(proposal, validator, "no proctor gave a verdict");
      note(WorkerLog.Level.WARN, question, proposal, "refused: no proctor gave a verdict");
    }
  }

  private void refuse(QuestionVariant proposal, ModelRef validator, String why) {
    store.dismiss(proposal.id(), State.REFUSED, Decider.PROCTOR, validator, why, clock.instant());
  }

  private void note(
      WorkerLog.Level level, OpenQuestion question, QuestionVariant proposal, String what) {
    log.note(
        QuestionRenewal.STEP,
        level,
        "A variant of %s by %s was %s".formatted(question.id(), proposal.proposer().id(), what));
  }
}
