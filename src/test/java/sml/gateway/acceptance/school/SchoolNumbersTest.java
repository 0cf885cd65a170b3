package sml.gateway.acceptance.school;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sml.gateway.dashboard.ApiFigures;

/** The pages of the school after an exam. */
@ExtendWith(InTown.class)
class SchoolNumbersTest {
  private static void enrol(Town town) {
    town.examinee("shown-best", "best", town.able(1));
    town.examinee("shown-poor", "poor", town.able(0));
    town.round();
  }

  @Test
  void theRowsOfExamsAndTeachersAreThoseOfTheApi(Town town) {
    enrol(town);
    var figures = new ApiFigures(town.client());
    // levels, a principal, twelve heads and two rows of the leaderboard with their categories
    figures.check("/school", 40);
    figures.check("/school/shown-best/best", 4);
    figures.check("/school/shown-poor/poor", 4);
  }

  @Test
  void theLeaderboardIsSearchedAndPutInTheOrderOfACategory(Town town) {
    enrol(town);
    String found = town.client().get("/school?lang=en&q=POOR").body();
    assertThat(found).contains("data-row=\"rank=2\"").doesNotContain("data-row=\"rank=1\"");
    String none = town.client().get("/school?lang=en&q=no-such-model").body();
    assertThat(none).contains("No examined model matches.");
    String byCode = town.client().get("/school?lang=en&category=code").body();
    assertThat(byCode.indexOf("data-row=\"rank=1\""))
        .isPositive()
        .isLessThan(byCode.indexOf("data-row=\"rank=2\""));
    assertThat(byCode).contains(" / 10</td>").doesNotContain("data-figure=\"percentage\"");
  }

  @Test
  void aSampleOfTheQuestionsIsShownWhenItIsAskedFor(Town town) {
    assertThat(town.client().get("/school?lang=en").body()).doesNotContain("id=\"questions\"");
    String sample = town.client().get("/school?lang=en&level=middle&includeQuestions=true").body();
    String questions = sample.substring(sample.indexOf("id=\"questions\""));
    assertThat(questions.substring(0, questions.indexOf("</section>")).split("<details", -1))
        .hasSize(1 + 9);
  }
}
