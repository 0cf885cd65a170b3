package sml.gateway.school.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.grading.GraderFactory;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.OpenQuestion;
import sml.gateway.school.questions.QuestionVariant.Decider;
import sml.gateway.school.questions.QuestionVariant.State;

/** Which wording an examinee gets for a seed. */
class WordingSelectionTest {
  private static final YamlQuestionBank BANK = new YamlQuestionBank(new GraderFactory());
  private static final OpenQuestion QUESTION = BANK.open(ExamLevel.HIGH).getFirst();
  private static final ModelRef AUTHOR = new ModelRef("one", "author");
  private static final ModelRef JUDGE = new ModelRef("two", "judge");
  private static final ModelRef EXAMINEE = new ModelRef("three", "examinee");

  private static QuestionVariant accepted(long id, ModelRef proposer, String digest) {
    return new QuestionVariant(
        id,
        QUESTION.id(),
        digest,
        QUESTION.prompt(),
        proposer,
        JUDGE,
        State.ACCEPTED,
        Decider.PROCTOR,
        "",
        0,
        0,
        Instant.EPOCH,
        Instant.EPOCH,
        null);
  }

  private static WordingSelection wordings(boolean enabled, QuestionVariant... accepted) {
    var store = mock(VariantStore.class);
    when(store.accepted()).thenReturn(List.of(accepted));
    var source =
        new MapConfigurationPropertySource(
            Map.of("sml.school.variants.enabled", String.valueOf(enabled)));
    var settings = new Binder(source).bindOrCreate("sml.school", SchoolSettings.class);
    var wordingSelection = new WordingSelection(store, BANK, settings);
    wordingSelection.refresh();
    return wordingSelection;
  }

  private static List<List<Long>> draws(WordingSelection wordingSelection, ModelRef examinee) {
    return LongStream.range(0, 200)
        .mapToObj(seed -> wordingSelection.draw(examinee, ExamLevel.HIGH, seed))
        .toList();
  }

  @Test
  void theBanksOwnWordsAndEachVariantAreDrawn() {
    WordingSelection wordingSelection =
        wordings(
            true, accepted(1, AUTHOR, QUESTION.digest()), accepted(2, AUTHOR, QUESTION.digest()));
    List<List<Long>> draws = draws(wordingSelection, EXAMINEE);
    for (List<Long> each : List.of(List.<Long>of(), List.of(1L), List.of(2L))) {
      assertThat(draws).filteredOn(each::equals).hasSizeBetween(40, 95);
    }
    assertThat(draws(wordingSelection, EXAMINEE)).as("the seed decides").isEqualTo(draws);
  }

  @Test
  void noModelGetsAWordingItProposedOrJudgedWhereverItIsServed() {
    ModelRef other = new ModelRef("four", "other");
    WordingSelection wordingSelection =
        wordings(
            true, accepted(1, AUTHOR, QUESTION.digest()), accepted(2, other, QUESTION.digest()));
    assertThat(seen(wordingSelection, new ModelRef("elsewhere", "author"))).containsExactly(2L);
    assertThat(seen(wordingSelection, JUDGE)).isEmpty();
  }

  @Test
  void whatWasMadeForAnotherQuestionIsNotDrawnNorAnythingWhenSwitchedOff() {
    assertThat(seen(wordings(true, accepted(1, AUTHOR, "of before")), EXAMINEE)).isEmpty();
    assertThat(seen(wordings(false, accepted(1, AUTHOR, QUESTION.digest())), EXAMINEE)).isEmpty();
    assertThat(
            wordings(true, accepted(1, AUTHOR, QUESTION.digest()))
                .draw(EXAMINEE, ExamLevel.MIDDLE, 3))
        .as("the level has no open question")
        .isEmpty();
  }

  private static TreeSet<Long> seen(WordingSelection wordingSelection, ModelRef examinee) {
    var seen = new TreeSet<Long>();
    draws(wordingSelection, examinee).forEach(seen::addAll);
    return seen;
  }
}
