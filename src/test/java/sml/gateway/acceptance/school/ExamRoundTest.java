package sml.gateway.acceptance.school;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.records.AnswerStore;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;
import sml.gateway.testkit.provider.Received;
import sml.gateway.testkit.provider.SimulatedProvider;

/** What a round asks, saves, asks again and skips. */
@ExtendWith(InTown.class)
class ExamRoundTest {
  private static final String IN_EXAM =
      "select model_id from exam_attempts where status = 'running'";

  private static JsonNode newest(Town town, String model) {
    JsonNode card = town.client().get("/api/exams/" + model).json();
    assertThat(card.path("attempts")).as(card.toString()).isNotEmpty();
    return card.path("attempts").get(0);
  }

  /** How often each question was asked. */
  private static Map<String, Long> asked(SimulatedProvider provider) {
    return provider.requests().stream()
        .collect(
            Collectors.groupingBy(
                one -> one.json().path("messages").toString(), Collectors.counting()));
  }

  private static int paper(Town town) {
    return town.crib().paper(ExamLevel.MIDDLE, 1).size();
  }

  @Test
  void aRoundExaminesTheModelsThatAreDueAndKeepsEveryAnswer(Town town) {
    SimulatedProvider provider = town.examinee("round-a", "able", town.able(1));
    town.round();
    assertThat(town.client().get("/api/exams/round-a/able").json().path("scorePct").asDouble())
        .isEqualTo(100);
    JsonNode attempt = newest(town, "round-a/able");
    assertThat(attempt.path("status").asText()).isEqualTo("finished");
    assertThat(attempt.path("passed").asBoolean()).isTrue();
    assertThat(attempt.path("scorePct").asDouble()).isEqualTo(100);
    assertThat(attempt.path("answers")).hasSize(paper(town));
    assertThat(provider.count("able")).isGreaterThanOrEqualTo(paper(town));
    int before = provider.count("able");
    town.exam();
    int tieBreaks = town.sql.queryForList("select id from runoff_answers").size();
    assertThat(provider.count("able") - before).as("not due: tie breaks only").isEqualTo(tieBreaks);
  }

  @Test
  void faultsOfTransportAreNoAnswersAndTheQuestionsAreAskedAgain(Town town) {
    town.examinee(
        "round-b",
        "shaky",
        town.able(1)
            .failingSometimes(0.2, Fault.status(503))
            .failingSometimes(0.2, Fault.reset())
            .failingSometimes(0.1, Fault.malformed(Fault.Nonsense.EMPTY_CONTENT)));
    for (int round = 0; round < 60; round++) {
      town.exam();
      town.clock.pass(ofMinutes(15));
    }
    JsonNode attempt = newest(town, "round-b/shaky");
    assertThat(attempt.path("status").asText()).isEqualTo("finished");
    assertThat(attempt.path("scorePct").asDouble()).isEqualTo(100);
  }

  @Test
  void anAttemptWithoutEnoughAnswersIsVoidAndNotFailed(Town town) {
    town.examinee("round-c", "mute", town.able(1).failing(Fault.status(503)));
    for (int day = 0; day < 4; day++) {
      town.round();
      town.clock.pass(ofHours(24).plusMinutes(1));
    }
    town.round();
    assertThat(town.sql.queryForList("select status from exam_attempts", String.class))
        .contains("void")
        .doesNotContain("finished");
    assertThat(town.client().get("/api/exams/round-c/mute").json().path("standing").asText())
        .isEqualTo("untested");
  }

  @Test
  void withoutAccessTheAttemptStopsAtOnce(Town town) {
    SimulatedProvider provider =
        town.examinee("round-d", "locked", town.able(1).failing(Fault.status(402)));
    town.exam();
    assertThat(provider.count("locked")).isEqualTo(1);
    JsonNode attempt = newest(town, "round-d/locked");
    assertThat(attempt.path("status").asText()).isEqualTo("void");
    assertThat(attempt.path("error").asText()).startsWith("402");
    assertNoScore(attempt);
  }

  private static void assertNoScore(JsonNode attempt) {
    for (String score : List.of("scorePct", "lowPct", "highPct")) {
      assertThat(attempt.path(score).isNull()).as(attempt.toString()).isTrue();
    }
  }

  @Test
  void aModelWithoutAnswersHasNoScore(Town town) {
    town.examinee("round-l", "slow", town.able(1).failing(Fault.status(503)));
    town.exam();
    JsonNode card = town.client().get("/api/exams/round-l/slow").json();
    assertThat(card.path("standing").asText()).isEqualTo("untested");
    assertThat(card.path("scorePct").isNull()).as(card.toString()).isTrue();
    assertThat(card.at("/attempts/0/status").asText()).isEqualTo("running");
    assertNoScore(card.path("attempts").get(0));
  }

  @Test
  void aBrokenOffRoundGoesOnWithWhatWasNotSaved(Town town) throws Exception {
    SimulatedProvider provider =
        town.examinee("round-e", "steady", town.able(1).latency(Duration.ofMillis(30)));
    Thread round =
        Thread.ofPlatform()
            .start(() -> assertThatThrownBy(town::exam).isInstanceOf(RuntimeException.class));
    assertThat(provider.awaitCount("steady", 2, ofSeconds(60))).isTrue();
    round.interrupt();
    round.join();
    List<Received> before = provider.requests();
    town.exam();
    JsonNode attempt = newest(town, "round-e/steady");
    assertThat(attempt.path("status").asText()).isEqualTo("finished");
    assertThat(attempt.path("number").asInt()).isEqualTo(1);
    long again = asked(provider).values().stream().filter(times -> times > 1).count();
    assertThat(before).hasSizeGreaterThanOrEqualTo(2);
    assertThat(again).as("only the question in flight is asked again").isLessThanOrEqualTo(1);
  }

  @Test
  void theNextExamIsSetByLiveSuccessAndComesLaterAfterThreeFailures(Town town) {
    town.examinee("round-f", "poor", town.able(0));
    for (int exam = 0; exam < 3; exam++) {
      town.exam();
      town.clock.pass(ofHours(24).plusMinutes(1));
    }
    List<Integer> hours =
        town.sql.queryForList(
            "select cast(extract(epoch from next_exam_at - finished_at) / 3600 as integer)"
                + " from exam_attempts order by id",
            Integer.class);
    assertThat(hours).containsExactly(24, 24, 72);
  }

  @Test
  void anotherKeyMakesDueAgainButNotWithinFiveMinutes(Town town) {
    town.examinee("round-g", "keyed", town.able(1));
    town.exam();
    String key = "{\"provider\":\"round-g\",\"apiKey\":\"another-key\"}";
    assertThat(town.client().send("POST", "/api/setup", key).json().path("retriggeredExams"))
        .hasToString("0");
    town.clock.pass(ofMinutes(6));
    assertThat(town.client().send("POST", "/api/setup", key).json().path("retriggeredExams"))
        .hasToString("1");
    town.exam();
    assertThat(newest(town, "round-g/keyed").path("number").asInt()).isEqualTo(2);
  }

  /** A write into this table ends the request, like a killed process. */
  @ParameterizedTest
  @ValueSource(strings = {"api_keys", "exam_attempts", "models"})
  void noKeyIsThereWithoutTheExamsItCausesWhereverSavingItBreaksOff(String table, Town town) {
    town.examinee("round-k", "kept", town.able(1));
    town.exam();
    town.clock.pass(ofMinutes(6));
    town.sql.execute(
        "create function fall() returns trigger language plpgsql as"
            + " 'begin raise exception ''fallen''; end'");
    town.sql.execute(
        "create trigger falls before insert or update on "
            + table
            + " for each statement execute function fall()");
    try {
      String key = "{\"provider\":\"round-k\",\"apiKey\":\"new-key\"}";
      assertThat(town.client().send("POST", "/api/setup", key).status()).isGreaterThan(499);
    } finally {
      town.sql.execute("drop function fall cascade");
    }
    int keys = town.sql.queryForList("select id from api_keys where provider = 'round-k'").size();
    assertThat(keys).isEqualTo(table.equals("models") ? 1 : 0);
    town.exam();
    assertThat(newest(town, "round-k/kept").path("number").asInt()).isEqualTo(1 + keys);
  }

  @Test
  void anotherLevelMakesNoModelDue(Town town) {
    SimulatedProvider provider = town.examinee("round-h", "calm", town.able(1));
    town.exam();
    town.level("high");
    int before = provider.count("calm");
    town.exam();
    assertThat(provider.count("calm")).isEqualTo(before);
    assertThat(town.client().get("/api/exams/round-h/calm").json().path("standing").asText())
        .as("at the new level it has shown nothing yet")
        .isEqualTo("untested");
  }

  @Test
  void anExamCountsAsSoonAsItIsOverWhileOthersStillSit(Town town) throws Exception {
    SimulatedProvider mute = town.examinee("round-i", "mute", Behaviour.always(Fault.silence()));
    town.examinee("round-j", "quick", town.able(1));
    Thread round = Thread.ofPlatform().start(town::exam);
    await()
        .until(() -> town.client().get("/api/leaderboard").body(), body -> body.contains("quick"));
    assertThat(town.sql.queryForList(IN_EXAM, String.class)).containsExactly("round-i:mute");
    mute.close();
    round.join();
  }

  @Test
  void aBudgetOfTheDayIsKeptAndTheAttemptGoesOnTheNextDay(Town town) {
    SimulatedProvider provider = town.examinee("frugal-a", "poor", town.able(1));
    Instant today = town.clock.instant().truncatedTo(ChronoUnit.DAYS);
    town.exam();
    town.exam();
    assertThat(provider.count("poor")).isEqualTo(5);
    assertThat(town.bean(AnswerStore.class).given(today)).containsEntry("frugal-a", 5);
    town.clock.pass(ofDays(1));
    town.exam();
    assertThat(provider.count("poor")).isEqualTo(paper(town));
    assertThat(newest(town, "frugal-a/poor").path("status").asText()).isEqualTo("finished");
  }

  @Test
  void rowsThatShareAnAccountShareItsBudgetOfTheDay(Town town) {
    SimulatedProvider one = town.examinee("frugal-d", "own", town.able(1));
    SimulatedProvider other = town.examinee("frugal-d-key", "lent", town.able(1));
    String owner = "{\"quota_owner\":\"frugal-d\"}";
    assertThat(town.client().send("PUT", "/api/provider-catalog/frugal-d-key", owner).status())
        .isEqualTo(200);
    town.exam();
    town.exam();
    assertThat(one.count("own") + other.count("lent")).isEqualTo(5);
    town.clock.pass(ofDays(1));
    town.exam();
    town.exam();
    assertThat(one.count("own") + other.count("lent")).isEqualTo(10);
  }

  @Test
  void anAttemptLastsAsLongAsAnswersCome(Town town) {
    SimulatedProvider provider = town.examinee("frugal-b", "slow", town.able(1));
    town.level("university");
    for (int day = 0; day < 6; day++) {
      town.exam();
      town.clock.pass(ofDays(1));
    }
    assertThat(provider.count("slow")).as("more than three days allow").isGreaterThan(15);
    assertThat(town.sql.queryForList("select status from exam_attempts order by id", String.class))
        .startsWith("finished")
        .doesNotContain("void");
  }

  @Test
  void aModelThatMayNotBeAskedBeginsNoExam(Town town) {
    SimulatedProvider provider = town.examinee("frugal-c", "first", town.able(1));
    town.exam();
    provider.model("second", town.able(1));
    town.client().send("POST", "/api/provider-catalog/frugal-c/scan", "");
    town.exam();
    assertThat(town.sql.queryForList(IN_EXAM, String.class)).containsExactly("frugal-c:first");
    town.clock.pass(ofDays(1));
    town.exam();
    assertThat(town.sql.queryForList("select model_id from exam_attempts", String.class))
        .containsExactlyInAnyOrder("frugal-c:first", "frugal-c:second");
    assertThat(provider.requests()).hasSize(5 + 5);
  }
}
