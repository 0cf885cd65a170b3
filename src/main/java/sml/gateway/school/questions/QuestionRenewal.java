package sml.gateway.school.questions;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.exams.ProctorConsultation;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.OpenQuestion;
import sml.gateway.school.paper.QuestionBank;
import sml.gateway.school.questions.QuestionVariant.Decider;
import sml.gateway.school.questions.QuestionVariant.State;
import sml.gateway.school.staff.LiveExamScores;

/**
 * Gets new wordings of open questions from proctors: one proctor proposes, the rules check it,
 * another proctor judges. Only a wording that passes both is asked. A run makes few requests, to
 * save quota.
 */
@Component("questionRenewal")
final class QuestionRenewal {
  /** The name of this work in the worker log. */
  static final String STEP = "variants";

  private final VariantStore store;
  private final QuestionBank bank;
  private final VariantReviewers variantReviewers;
  private final VariantValidation variantValidation;
  private final LiveExamScores examScores;
  private final ProctorConsultation proctorConsultation;
  private final WorkerLog log;
  private final SchoolSettings settings;
  private final Clock clock;

  QuestionRenewal(
      VariantStore store,
      QuestionBank bank,
      VariantReviewers variantReviewers,
      VariantValidation variantValidation,
      LiveExamScores examScores,
      ProctorConsultation proctorConsultation,
      WorkerLog log,
      SchoolSettings settings,
      Clock clock) {
    this.store = store;
    this.bank = bank;
    this.variantReviewers = variantReviewers;
    this.variantValidation = variantValidation;
    this.examScores = examScores;
    this.proctorConsultation = proctorConsultation;
    this.log = log;
    this.settings = settings;
    this.clock = clock;
  }

  /** Judges waiting proposals and requests new ones, up to the limit of a run. */
  public void renew() throws InterruptedException {
    String level = examScores.staff().level();
    if (!settings.variants().enabled() || level == null) {
      return;
    }
    List<OpenQuestion> questions = ExamLevel.of(level).map(bank::open).orElse(List.of());
    List<QuestionVariant> kept = retireChanged(questions, store.all());
    List<QuestionVariant> waiting =
        kept.stream().filter(one -> one.state() == State.PROPOSED).toList();
    List<OpenQuestion> wanting =
        questions.stream()
            .filter(question -> isWanting(question, kept))
            .sorted(Comparator.comparing(question -> in(State.ACCEPTED, question, kept).size()))
            .toList();
    int left = settings.variants().perRound();
    int all = Math.min(left, waiting.size() + wanting.size());
    if (all == 0) {
      return;
    }
    log.progress(STEP, 0, all);
    for (OpenQuestion question : questions) {
      for (QuestionVariant proposal : in(State.PROPOSED, question, waiting)) {
        if (left-- > 0) {
          variantValidation.judge(question, proposal);
        }
      }
    }
    for (OpenQuestion question : wanting) {
      if (left-- > 0) {
        propose(question, kept);
      }
    }
    log.progress(STEP, all, all);
  }

  /** Retires variants of questions that have changed since. */
  private List<QuestionVariant> retireChanged(
      List<OpenQuestion> questions, List<QuestionVariant> kept) {
    List<QuestionVariant> fit = new ArrayList<>();
    for (QuestionVariant questionVariant : kept) {
      boolean used =
          questionVariant.state() == State.ACCEPTED || questionVariant.state() == State.PROPOSED;
      boolean changed =
          questions.stream()
              .anyMatch(one -> questionVariant.isOf(one) && !questionVariant.fits(one));
      if (used && changed) {
        store.dismiss(
            questionVariant.id(),
            State.RETIRED,
            Decider.BANK,
            null,
            "the question in the bank has changed",
            clock.instant());
      } else {
        fit.add(questionVariant);
      }
    }
    return fit;
  }

  /** True with too few variants or an old one, and no recent proposal. */
  private boolean isWanting(OpenQuestion question, List<QuestionVariant> kept) {
    Instant now = clock.instant();
    var rules = settings.variants();
    boolean pausing =
        kept.stream()
            .filter(one -> one.isOf(question))
            .anyMatch(
                one ->
                    one.state() == State.PROPOSED
                        || one.proposedAt().plus(rules.pause()).isAfter(now));
    List<QuestionVariant> accepted = in(State.ACCEPTED, question, kept);
    boolean stale =
        accepted.stream().anyMatch(one -> !one.proposedAt().plus(rules.fresh()).isAfter(now));
    return rules.perQuestion() > 0 && !pausing && (accepted.size() < rules.perQuestion() || stale);
  }

  private static List<QuestionVariant> in(
      State state, OpenQuestion question, List<QuestionVariant> kept) {
    return kept.stream().filter(one -> one.isOf(question) && one.state() == state).toList();
  }

  private void propose(OpenQuestion question, List<QuestionVariant> kept)
      throws InterruptedException {
    List<ModelRef> proctors = variantReviewers.able(question);
    if (proctors.size() < 2) {
      // no other proctor could judge the proposal
      return;
    }
    ModelRef author = proctors.getFirst();
    List<String> others = others(question, kept);
    byte[] body = WordingProposal.body(question, others, settings.thinkingRoom());
    Optional<ExamReply> reply =
        proctorConsultation.ask(author, question.category(), body, settings.thinkingTimeout());
    String said = reply.map(ExamReply::text).orElse("");
    Optional<String> prompt = reply.flatMap(WordingProposal::read);
    // a missing proposal is saved, too: the next one is requested after a pause
    QuestionVariant proposal =
        store.add(QuestionVariant.proposed(question, prompt.orElse(said), author, clock.instant()));
    Optional<String> fault =
        prompt.isPresent()
            ? WordingInspection.fault(question, prompt.get(), others)
            : Optional.of(said.isEmpty() ? "did not come" : "is not in the form asked for");
    if (fault.isPresent()) {
      String why = "it " + fault.get();
      store.dismiss(proposal.id(), State.REFUSED, Decider.RULES, null, why, clock.instant());
      log.note(
          STEP,
          WorkerLog.Level.INFO,
          "A variant of %s by %s was refused by the rules: %s"
              .formatted(question.id(), author.id(), why));
    } else {
      variantValidation.judge(question, proposal);
    }
  }

  /** The wordings that a new one must not resemble: all but those refused by the rules. */
  private static List<String> others(OpenQuestion question, List<QuestionVariant> kept) {
    return kept.stream()
        .filter(one -> one.fits(question) && one.decider() != Decider.RULES)
        .map(QuestionVariant::prompt)
        .toList();
  }
}
