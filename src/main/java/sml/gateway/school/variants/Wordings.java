package sml.gateway.school.variants;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.exam.Level;
import sml.gateway.school.exam.OpenQuestion;
import sml.gateway.school.exam.QuestionBank;
import sml.gateway.school.generators.Chance;

/** Draws in which words an examinee is asked open questions: the bank's own or a variant's. */
@Component
public final class Wordings {
  private final VariantStore store;
  private final QuestionBank bank;
  private final SchoolSettings settings;
  private volatile List<Variant> accepted = List.of();

  Wordings(VariantStore store, QuestionBank bank, SchoolSettings settings) {
    this.store = store;
    this.bank = bank;
    this.settings = settings;
  }

  /** Reads what may be drawn, at the beginning of a round. */
  public void refresh() {
    accepted = settings.variants().enabled() ? store.accepted() : List.of();
  }

  /**
   * The ids of the variants of one attempt; the same seed draws the same among the same ones. The
   * bank's own words are as likely as each variant. Nobody gets what it proposed or judged itself.
   */
  public List<Long> draw(ModelRef examinee, Level level, long seed) {
    List<Variant> usable =
        accepted.stream().filter(variant -> !variant.isKnownTo(examinee)).toList();
    List<Long> drawn = new ArrayList<>();
    for (OpenQuestion question : usable.isEmpty() ? List.<OpenQuestion>of() : bank.open(level)) {
      List<Variant> fit = usable.stream().filter(variant -> variant.fits(question)).toList();
      // of its own, so that the facts of the question stay as they are without variants
      int place = Chance.of(seed, "wording of " + question.id()).between(0, fit.size());
      if (place > 0) {
        drawn.add(fit.get(place - 1).id());
      }
    }
    return drawn;
  }
}
