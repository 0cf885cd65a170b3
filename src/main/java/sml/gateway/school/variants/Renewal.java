package sml.gateway.school.variants;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.WorkBook;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.asking.Consulting;
import sml.gateway.school.exam.Level;
import sml.gateway.school.exam.OpenQuestion;
import sml.gateway.school.exam.QuestionBank;
import sml.gateway.school.exam.Reply;
import sml.gateway.school.staff.LiveFaculty;
import sml.gateway.school.variants.Variant.Decider;
import sml.gateway.school.variants.Variant.State;

/**
 * Has proctors set new wordings of open questions: one proposes, the rules look at it, another one
 * judges. Only what passes both is ever asked. A run does little, so that little quota is spent.
 */
@Component("questionRenewal")
public final class Renewal {
  /** The name of this work in the worker log. */
  static final String STEP = "variants";

  private final VariantStore store;
  private final QuestionBank bank;
  private final Staffroom staffroom;
  private final Validation validation;
  private final LiveFaculty faculty;
  private final Consulting consulting;
  private final WorkBook book;
  private final SchoolSettings settings;
  private final Clock clock;

  Renewal(
      VariantStore store,
      QuestionBank bank,
      Staffroom staffroom,
      Validation validation,
      LiveFaculty faculty,
      Consulting consulting,
      WorkBook book,
      SchoolSettings settings,
      Clock clock) {
    this.store = store;
    this.bank = bank;
    this.staffroom = staffroom;
    this.validation = validation;
    this.faculty = faculty;
    this.consulting = consulting;
    this.book = book;
    this.settings = settings;
    this.clock = clock;
  }

  /** Judges proposals that wait and has new ones made, as many as a run may. */
  public void renew() throws InterruptedException {
    String level = faculty.staff().level();
    if (!settings.variants().enabled() || level == null) {
      return;
    }
    List<OpenQuestion> questions = Level.of(level).map(bank::open).orElse(List.of());
    List<Variant> kept = retireChanged(questions, store.all());
    List<Variant> waiting = kept.stream().filter(one -> one.state() == State.PROPOSED).toList();
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
    book.progress(STEP, 0, all);
    for (OpenQuestion question : questions) {
      for (Variant proposal : in(State.PROPOSED, question, waiting)) {
        if (left-- > 0) {
          validation.judge(question, proposal);
        }
      }
    }
    for (OpenQuestion question : wanting) {
      if (left-- > 0) {
        propose(question, kept);
      }
    }
    book.progress(STEP, all, all);
  }

  /** Retires what was made for a question that is another one by now. */
  private List<Variant> retireChanged(List<OpenQuestion> questions, List<Variant> kept) {
    List<Variant> fit = new ArrayList<>();
    for (Variant variant : kept) {
      boolean used = variant.state() == State.ACCEPTED || variant.state() == State.PROPOSED;
      boolean changed = questions.stream().anyMatch(one -> variant.isOf(one) && !variant.fits(one));
      if (used && changed) {
        store.dismiss(
            variant.id(),
            State.RETIRED,
            Decider.BANK,
            null,
            "the question in the bank has changed",
            clock.instant());
      } else {
        fit.add(variant);
      }
    }
    return fit;
  }

  /** It has too few variants or one that is old, and nobody proposed one lately. */
  private boolean isWanting(OpenQuestion question, List<Variant> kept) {
    Instant now = clock.instant();
    var rules = settings.variants();
    boolean rests =
        kept.stream()
            .filter(one -> one.isOf(question))
            .anyMatch(
                one ->
                    one.state() == State.PROPOSED
                        || one.proposedAt().plus(rules.pause()).isAfter(now));
    List<Variant> accepted = in(State.ACCEPTED, question, kept);
    boolean stale =
        accepted.stream().anyMatch(one -> !one.proposedAt().plus(rules.fresh()).isAfter(now));
    return rules.perQuestion() > 0 && !rests && (accepted.size() < rules.perQuestion() || stale);
  }

  private static List<Variant> in(State state, OpenQuestion question, List<Variant> kept) {
    return kept.stream().filter(one -> one.isOf(question) && one.state() == state).toList();
  }

  private void propose(OpenQuestion question, List<Variant> kept) throws InterruptedException {
    List<ModelRef> proctors = staffroom.able(question);
    if (proctors.size() < 2) {
      // nobody could judge what the one proposes
      return;
    }
    ModelRef author = proctors.getFirst();
    List<String> others = others(question, kept);
    byte[] body = Proposal.body(question, others, settings.thinkingRoom());
    Optional<Reply> reply =
        consulting.ask(author, question.category(), body, settings.thinkingPatience());
    String said = reply.map(Reply::text).orElse("");
    Optional<String> prompt = reply.flatMap(Proposal::read);
    // what never came is kept, too: the next one is asked for after a pause
    Variant proposal =
        store.add(Variant.proposed(question, prompt.orElse(said), author, clock.instant()));
    Optional<String> fault =
        prompt.isPresent()
            ? Inspection.fault(question, prompt.get(), others)
            : Optional.of(said.isEmpty() ? "did not come" : "is not in the form asked for");
    if (fault.isPresent()) {
      String why = "it " + fault.get();
      store.dismiss(proposal.id(), State.REFUSED, Decider.RULES, null, why, clock.instant());
      book.note(
          STEP,
          WorkBook.Level.INFO,
          "A variant of %s by %s was refused by the rules: %s"
              .formatted(question.id(), author.id(), why));
    } else {
      validation.judge(question, proposal);
    }
  }

  /** What a new wording must not resemble: all but those that the rules refused. */
  private static List<String> others(OpenQuestion question, List<Variant> kept) {
    return kept.stream()
        .filter(one -> one.fits(question) && one.decider() != Decider.RULES)
        .map(Variant::prompt)
        .toList();
  }
}
