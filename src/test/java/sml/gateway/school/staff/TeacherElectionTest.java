package sml.gateway.school.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores.ExamStanding;
import sml.gateway.chat.ExamScores.Report;
import sml.gateway.chat.ExamScores.Score;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.staff.Teacher.Role;

class TeacherElectionTest {
  private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

  private static Nominee nominee(
      String id, @Nullable Boolean tools, double success, Report report) {
    var model =
        new Model(
            new ModelRef("p", id),
            id,
            32_000,
            0,
            tools,
            null,
            null,
            false,
            id.contains("thai"),
            id.contains("thai") ? 0.85 : 0.4,
            Model.Kind.CHAT,
            "large",
            NOW);
    return new Nominee(
        model, report, category -> new LiveStats.ModelStats(null, success, 20, 20, null, null, 1));
  }

  private static Nominee passed(String id, double overall, Map<Category, Double> shares) {
    return nominee(id, true, 0.9, report(ExamStanding.PASSED, overall, shares));
  }

  private static Report report(
      ExamStanding standing, double overall, Map<Category, Double> shares) {
    Map<Category, Score> scores = new HashMap<>();
    shares.forEach((category, share) -> scores.put(category, new Score(share, 30, 0, 1)));
    return new Report(standing, overall, scores);
  }

  private static List<Teacher> elect(Nominee... nominees) {
    return new TeacherElection(List.of(nominees), NOW).all(10);
  }

  private static Teacher head(Category category, List<Teacher> teachers) {
    return teachers.stream().filter(one -> one.category() == category).findFirst().orElseThrow();
  }

  private static String principal(List<Teacher> teachers) {
    return teachers.getFirst().ref().model();
  }

  @Test
  void theBestOverallIsPrincipalAndTheBestOfEachCategoryItsHead() {
    List<Teacher> teachers =
        elect(
            passed("all-round", 0.9, Map.of(Category.CODE, 0.8, Category.MATH, 0.8)),
            passed("coder", 0.8, Map.of(Category.CODE, 0.99, Category.MATH, 0.2)));
    assertThat(principal(teachers)).isEqualTo("all-round");
    assertThat(head(Category.CODE, teachers).ref().model()).isEqualTo("coder");
    assertThat(head(Category.MATH, teachers).ref().model()).isEqualTo("all-round");
    assertThat(head(Category.MATH, teachers).provisional()).isFalse();
  }

  @Test
  void thereAreAlwaysTwelveHeadsAndThoseWithoutEvidenceAreProvisional() {
    List<Teacher> teachers = elect(nominee("new", null, 0.7, Report.UNTESTED));
    assertThat(teachers).filteredOn(one -> one.role() == Role.HEAD).hasSize(12);
    assertThat(teachers).allMatch(Teacher::provisional);
    assertThat(teachers).noneMatch(one -> one.role() == Role.PROCTOR);
  }

  @Test
  void aProvisionalHeadIsAbleAsFarAsIsKnown() {
    List<Teacher> teachers =
        elect(
            nominee("wordy", false, 0.99, Report.UNTESTED),
            nominee("handy", true, 0.7, Report.UNTESTED),
            nominee("thai-llm", null, 0.6, Report.UNTESTED));
    assertThat(head(Category.TOOLS, teachers).ref().model()).isEqualTo("handy");
    assertThat(head(Category.THAI, teachers).ref().model()).isEqualTo("thai-llm");
    assertThat(head(Category.MATH, teachers).ref().model()).isEqualTo("wordy");
  }

  @Test
  void aModelThatCannotWriteThaiDoesNotTeachIt() {
    List<Teacher> teachers =
        elect(
            passed("blind", 0.95, Map.of(Category.THAI, 0.1)),
            nominee("untested", null, 0.5, Report.UNTESTED));
    assertThat(head(Category.THAI, teachers).ref().model()).isEqualTo("untested");
  }

  @Test
  void aFailedModelTeachesOnlyWhereItIsClearlyBetter() {
    Nominee failed =
        nominee(
            "failed",
            true,
            0.9,
            report(ExamStanding.FAILED, 0.7, Map.of(Category.CODE, 0.9, Category.MATH, 0.95)));
    List<Teacher> teachers =
        elect(failed, passed("sound", 0.85, Map.of(Category.CODE, 0.87, Category.MATH, 0.5)));
    assertThat(head(Category.CODE, teachers).ref().model()).isEqualTo("sound");
    assertThat(head(Category.MATH, teachers).ref().model()).isEqualTo("failed");
    assertThat(principal(teachers)).isEqualTo("sound");
  }

  @Test
  void liveSuccessDoesNotMakeUpForAWorseExam() {
    List<Teacher> teachers =
        elect(
            nominee("better", true, 0.7, report(ExamStanding.PASSED, 0.9, Map.of())),
            nominee("livelier", true, 0.98, report(ExamStanding.PASSED, 0.8, Map.of())));
    assertThat(principal(teachers)).isEqualTo("better");
    assertThat(teachers.getFirst().score()).isEqualTo(0.9);
  }

  @Test
  void tiesGoToLiveSuccessThenToTheName() {
    Report same = report(ExamStanding.PASSED, 0.9, Map.of(Category.CODE, 0.9));
    List<Teacher> teachers = elect(nominee("b", true, 0.8, same), nominee("c", true, 0.9, same));
    assertThat(head(Category.CODE, teachers).ref().model()).isEqualTo("c");
    teachers = elect(nominee("b", true, 0.8, same), nominee("a", true, 0.8, same));
    assertThat(head(Category.CODE, teachers).ref().model()).isEqualTo("a");
  }

  @Test
  void proctorsPassedAndAreAtMostTen() {
    Nominee[] many = new Nominee[15];
    for (int i = 0; i < many.length; i++) {
      many[i] = passed("m" + i, 0.8 + i / 100.0, Map.of());
    }
    List<Teacher> proctors =
        elect(many).stream().filter(one -> one.role() == Role.PROCTOR).toList();
    assertThat(proctors).hasSize(10);
    assertThat(proctors.getFirst().ref().model()).as("not the principal").isEqualTo("m13");
  }
}
