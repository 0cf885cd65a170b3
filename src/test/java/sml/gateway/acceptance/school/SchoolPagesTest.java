package sml.gateway.acceptance.school;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.chat.Category;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Talent;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;
import sml.gateway.testkit.provider.Fault;
import sml.gateway.testkit.provider.SimulatedProvider;

/** What the endpoints of the school return, and how routing follows it. */
@ExtendWith(InTown.class)
class SchoolPagesTest {
  private static JsonNode array(Heard heard) throws Exception {
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    return new ObjectMapper().readTree(heard.body());
  }

  private static Behaviour blind(Town town) {
    var talent = new Talent(1, Map.of(Category.THAI, 0.0), false);
    return Behaviour.healthy()
        .saying(new Content.ExamTaker(town.crib(), talent, new Contents.Words(20)));
  }

  /** Three examinees: one knows everything, one no Thai, one nothing. */
  private static void enrol(Town town) {
    town.examinee("page-best", "best", town.able(1));
    town.examinee("page-blind", "blind", blind(town));
    town.examinee("page-poor", "poor", town.able(0));
    town.round();
  }

  @Test
  void teachersAreOneOfEachOfficeAndKept(Town town) {
    enrol(town);
    JsonNode teachers = town.client().get("/api/teachers").json();
    assertThat(teachers.at("/principal/id").asText()).isEqualTo("page-best/best");
    assertThat(teachers.path("heads")).hasSize(12);
    assertThat(teachers.path("heads"))
        .filteredOn(head -> head.path("category").asText().equals("thai"))
        .singleElement()
        .satisfies(
            head -> {
              assertThat(head.path("id").asText()).isEqualTo("page-best/best");
              assertThat(head.path("provisional").asBoolean()).isFalse();
            });
    assertThat(teachers.at("/totals/heads").asInt()).isEqualTo(12);
    JsonNode again = town.client().send("POST", "/api/teachers", "").json();
    assertThat(again.path("ok").asBoolean()).isTrue();
    assertThat(again.path("principal").asText()).isEqualTo("page-best/best");
  }

  @Test
  void modelsAndLeaderboardShowTheScores(Town town) throws Exception {
    enrol(town);
    JsonNode models = array(town.client().get("/api/models"));
    assertThat(models).hasSize(3);
    JsonNode best = models.get(0);
    assertThat(best.path("id").asText()).isEqualTo("page-best:best");
    assertThat(best.at("/benchmark/avgScore").asDouble()).isEqualTo(10);
    assertThat(best.at("/categoryScores/thai").asInt()).isEqualTo(100);
    assertThat(best.at("/exam/standing").asText()).isEqualTo("passed");
    assertThat(best.at("/health/status").asText()).isEqualTo("available");
    assertThat(array(town.client().get("/api/models?provider=page-poor"))).hasSize(1);
    JsonNode board = array(town.client().get("/api/leaderboard"));
    assertThat(board.get(0).path("rank").asInt()).isEqualTo(1);
    assertThat(board.get(0).path("modelId").asText()).isEqualTo("best");
    assertThat(board.get(2).path("percentage").asDouble()).isEqualTo(0);
  }

  @Test
  void theCountsOfTheStatusAndTheMetricsAreReal(Town town) {
    enrol(town);
    town.refreshStatus();
    JsonNode stats = town.client().get("/api/status").json().path("stats");
    assertThat(stats.path("failedExam").asInt()).isPositive();
    assertThat(stats.path("passedExam").asInt() + stats.path("failedExam").asInt()).isEqualTo(3);
    assertThat(stats.path("avgScore").asDouble()).isBetween(75.0, 100.0);
    assertThat(town.client().get("/api/metrics").body())
        .contains("sml_exam_passed_total{provider=\"page-best\"} 1");
  }

  @ParameterizedTest
  @CsvSource({
    "category=poetry,category",
    "min_context=many,min_context",
    "max_context=-1,max_context",
    "supports_tools=maybe,supports_tools",
    "tier=huge,tier",
    "top=1.5,top"
  })
  void aSearchNamesTheFieldThatIsWrong(String query, String field, Town town) {
    Heard heard = town.client().get("/v1/models/search?" + query);
    assertThat(heard.status()).isEqualTo(400);
    assertThat(heard.json().at("/error/param").asText()).isEqualTo(field);
  }

  @Test
  void aSearchGoesByTheScoreOfTheCategory(Town town) {
    enrol(town);
    Heard heard = town.client().get("/v1/models/search?category=thai&top=2");
    assertThat(heard.headers()).containsEntry("cache-control", "public, max-age=30");
    JsonNode found = heard.json();
    assertThat(found.path("total").asInt()).isEqualTo(2);
    assertThat(found.at("/models/0/id").asText()).isEqualTo("page-best:best");
    assertThat(found.at("/models/0/category_score_pct").asDouble()).isEqualTo(100);
    assertThat(found.at("/models/1/category_score_pct").asDouble()).isZero();
    assertThat(town.client().get("/v1/models/search?provider=none").json().path("total").asInt())
        .isZero();
  }

  @Test
  void aSearchReportsHowManyAnswersTheScoreIsBasedOnWhateverTheirAge(Town town) {
    enrol(town);
    town.clock.pass(Duration.ofDays(8));
    town.round();
    String answers =
        "select count(*) from (select category from exam_answers where state = 'answered' and"
            + " attempt_id in (select id from exam_attempts where model_id = 'page-best:best')"
            + " union all select category from runoff_answers where model_id = 'page-best:best')"
            + " answers where category = 'thai'";
    JsonNode found = town.client().get("/v1/models/search?category=thai").json().path("models");
    assertThat(found.get(0).path("id").asText()).isEqualTo("page-best:best");
    int all = town.sql.queryForList(answers, Integer.class).getFirst();
    assertThat(all).isPositive();
    assertThat(found.get(0).path("category_total").asInt()).isEqualTo(all);
    assertThat(found.get(0).path("category_passed").asInt()).isEqualTo(all);
    town.sql.update(
        "update model_category_scores set passed_count = 7, total_count = 9"
            + " where model_id = 'page-best:best' and category = 'thai'");
    JsonNode again = town.client().get("/v1/models/search?category=thai").json();
    assertThat(again.at("/models/0/category_passed").asInt()).isEqualTo(7);
    assertThat(again.at("/models/0/category_total").asInt()).isEqualTo(9);
    JsonNode any = town.client().get("/v1/models/search").json();
    assertThat(any.at("/models/0/category_total").isNull()).isTrue();
  }

  @Test
  void theConfigShowsTheLevelsAndSetsOne(Town town) {
    JsonNode config = town.client().get("/api/exam-config?includeQuestions=1&level=middle").json();
    assertThat(config.path("active").asText()).isEqualTo("middle");
    assertThat(config.path("levels")).hasSize(3);
    assertThat(config.at("/levels/1/threshold").asInt()).isEqualTo(80);
    assertThat(config.path("questions")).isNotEmpty();
    Heard wrong = town.client().send("POST", "/api/exam-config", "{\"level\":\"kindergarten\"}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().at("/error/message").asText()).contains("middle, high, university");
    town.level("high");
    assertThat(town.client().get("/api/exam-config").json().path("active").asText())
        .isEqualTo("high");
  }

  @Test
  void aThaiRequestIsNotAnsweredByAModelThatCannotWriteThai(Town town) {
    SimulatedProvider blind = town.examinee("page-blind", "blind", blind(town));
    town.examinee("page-best", "best", town.able(1));
    town.round();
    int before = blind.count("blind");
    for (String model : new String[] {"sml/auto", "sml/thai", "sml/auto"}) {
      Heard heard =
          town.client()
              .ask(model)
              .with(
                  "messages", "[{\"role\":\"user\",\"content\":\"ช่วยเล่าเรื่องทะเลให้ฟังหน่อย\"}]")
              .whole();
      assertThat(heard.status()).as(heard.body()).isEqualTo(200);
      assertThat(heard.headers()).containsEntry("x-smlgateway-model", "best");
    }
    assertThat(blind.count("blind")).isEqualTo(before);
  }

  @Test
  void aFailedModelIsAskedOnlyWhenNoOtherModelCanAnswer(Town town) {
    SimulatedProvider poor = town.examinee("page-poor", "poor", town.able(0));
    SimulatedProvider best = town.examinee("page-best", "best", town.able(1));
    town.round();
    int before = poor.count("poor");
    assertThat(town.client().ask("sml/auto").whole().headers())
        .containsEntry("x-smlgateway-model", "best");
    assertThat(poor.count("poor")).isEqualTo(before);
    best.model("best", Behaviour.always(Fault.status(503)));
    assertThat(town.client().ask("sml/auto").whole().headers())
        .containsEntry("x-smlgateway-model", "poor");
  }

  @Test
  void openAnswersAreMarkedByProctorsAndNeverByTheExaminee(Town town) {
    town.level("high");
    for (String name : new String[] {"page-ada", "page-bob", "page-cy"}) {
      town.examinee(name, name + "-model", town.able(1));
    }
    town.round();
    town.clock.pass(Duration.ofDays(8));
    town.exam();
    String newest =
        "from exam_answers w join exam_attempts a on a.id = w.attempt_id"
            + " where a.attempt_number = 2 and w.question_id = 'thai-announcement'";
    assertThat(town.sql.queryForList("select w.check_method " + newest, String.class))
        .containsExactly("proctors", "proctors", "proctors");
    String marks =
        "from grading_history g join exam_attempts a on a.id = g.attempt_id where a.model_id ";
    assertThat(town.sql.queryForList("select g.id " + marks + "<> g.grader_model_id"))
        .as("each of three is marked by the two others")
        .hasSize(6);
    assertThat(town.sql.queryForList("select g.id " + marks + "= g.grader_model_id")).isEmpty();
  }

  @Test
  void aResetForgetsAllAndLeavesRoutingUsable(Town town) {
    enrol(town);
    JsonNode reset = town.client().send("POST", "/api/exam-reset", "").json();
    assertThat(reset.path("ok").asBoolean()).isTrue();
    assertThat(reset.path("deletedAttempts").asInt()).isEqualTo(3);
    assertThat(town.client().ask("sml/auto").whole().status()).isEqualTo(200);
    assertThat(town.client().get("/api/teachers").json().path("heads")).hasSize(12);
  }
}
