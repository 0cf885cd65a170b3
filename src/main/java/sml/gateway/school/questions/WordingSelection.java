package sml.gateway.school.questions;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.OpenQuestion;
import sml.gateway.school.paper.QuestionBank;

/** Draws the wording of open questions for an examinee: the bank's own or a variant. */
@Component("wordingSelection")
public final class WordingSelection {
  private final VariantStore store;
  private final QuestionBank bank;
  private final SchoolSettings settings;
  private volatile List<QuestionVariant> accepted = List.of();

  WordingSelection(VariantStore store, QuestionBank bank, SchoolSettings settings) {
    this.store = store;
    this.bank = bank;
    this.settings = settings;
  }

  /** Loads the accepted variants at the beginning of a round. */
  public void refresh() {
    accepted = settings.variants().enabled() ? store.accepted() : List.of();
  }

  /**
   * The ids of the variants of one attempt; the same seed draws the same among the same ones. The
   * bank's own words are as likely as each variant. No model gets a wording that it proposed or
   * judged.
   */
  public List<Long> draw(ModelRef examinee, ExamLevel level, long seed) {
    List<QuestionVariant> usable =
        accepted.stream().filter(questionVariant -> !questionVariant.isKnownTo(examinee)).toList();
    List<Long> drawn = new ArrayList<>();
    for (OpenQuestion question : usable.isEmpty() ? List.<OpenQuestion>of() : bank.open(level)) {
      List<QuestionVariant> fit =
          usable.stream().filter(questionVariant -> questionVariant.fits(question)).toList();
      // a separate random source, so that variants do not change the facts of the question
      int place = QuestionRandom.of(seed, "wording of " + question.id()).between(0, fit.size());
      if (place > 0) {
        drawn.add(fit.get(place - 1).id());
      }
    }
    return drawn;
  }
}
