package sml.gateway.school.variants;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.WorkBook;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.asking.Consulting;
import sml.gateway.school.exam.Mark;
import sml.gateway.school.exam.OpenQuestion;
import sml.gateway.school.exam.Question;
import sml.gateway.school.exam.QuestionBank;
import sml.gateway.school.exam.Reply;
import sml.gateway.school.variants.Variant.Decider;
import sml.gateway.school.variants.Variant.State;

/** Has a proposal judged by a proctor, never by the one who made it. */
@Component
final class Validation {
  private static final int MOST_TRIES = 3;

  private final VariantStore store;
  private final QuestionBank bank;
  private final Staffroom staffroom;
  private final Consulting consulting;
  private final WorkBook book;
  private final SchoolSettings settings;
  private final RandomGenerator random;
  private final Clock clock;

  Validation(
      VariantStore store,
      QuestionBank bank,
      Staffroom staffroom,
      Consulting consulting,
      WorkBook book,
      SchoolSettings settings,
      RandomGenerator random,
      Clock clock) {
    this.store = store;
    this.bank = bank;
    this.staffroom = staffroom;
    this.consulting = consulting;
    this.book = book;
    this.settings = settings;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Asks one other proctor and does as it says. Without a verdict the proposal waits for another
   * run; after three in vain it is refused.
   */
  void judge(OpenQuestion question, Variant proposal) throws InterruptedException {
    Optional<ModelRef> validator =
        staffroom.able(question).stream().filter(one -> !proposal.isKnownTo(one)).findFirst();
    if (validator.isEmpty()) {
      return;
    }
    Optional<Reply> reply =
        consulting.ask(
            validator.get(),
            question.category(),
            body(question, proposal),
            settings.thinkingPatience());
    Optional<Verdict> verdict = reply.flatMap(Verdict::read);
    if (verdict.isPresent()) {
      decide(question, proposal, validator.get(), verdict.get());
    } else {
      wait(question, proposal, validator.get());
    }
  }

  private byte[] body(OpenQuestion question, Variant proposal) {
    long seed = random.nextLong();
    Question own = drawn(question, seed, Map.of());
    Question other = drawn(question, seed, Map.of(question.id(), proposal.prompt()));
    String rubric =
        own.grade(own.example()) instanceof Mark.Open(String filled) ? filled : question.rubric();
    return Verdict.body(own, other, rubric, settings.thinkingRoom());
  }

  private Question drawn(OpenQuestion question, long seed, Map<String, String> wordings) {
    return bank.paper(question.level(), seed, wordings).stream()
        .filter(one -> one.id().equals(question.id()))
        .findFirst()
        .orElseThrow();
  }

  private void decide(
      OpenQuestion question, Variant proposal, ModelRef validator, Verdict verdict) {
    if (verdict.accepts()) {
      int most = settings.variants().perQuestion();
      store.accept(proposal, validator, verdict.told(), most, clock.instant());
      note(WorkBook.Level.SUCCESS, question, proposal, "accepted by " + told(validator, verdict));
    } else {
      refuse(proposal, validator, verdict.told());
      note(WorkBook.Level.INFO, question, proposal, "refused by " + told(validator, verdict));
    }
  }

  private static String told(ModelRef validator, Verdict verdict) {
    return validator.id() + ": " + verdict.told();
  }

  private void wait(OpenQuestion question, Variant proposal, ModelRef validator) {
    if (proposal.tries() + 1 < MOST_TRIES) {
      store.missed(proposal.id());
      note(WorkBook.Level.INFO, question, proposal, "given no verdict by " + validator.id());
    } else {
      refuse(proposal, validator, "no proctor gave a verdict");
      note(WorkBook.Level.WARN, question, proposal, "refused: no proctor gave a verdict");
    }
  }

  private void refuse(Variant proposal, ModelRef validator, String why) {
    store.dismiss(proposal.id(), State.REFUSED, Decider.PROCTOR, validator, why, clock.instant());
  }

  private void note(WorkBook.Level level, OpenQuestion question, Variant proposal, String what) {
    book.note(
        Renewal.STEP,
        level,
        "A variant of %s by %s was %s".formatted(question.id(), proposal.proposer().id(), what));
  }
}
