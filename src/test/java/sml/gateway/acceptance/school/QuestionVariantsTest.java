package sml.gateway.acceptance.school;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.OpenQuestion;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Talent;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;
import sml.gateway.testkit.provider.Received;
import sml.gateway.testkit.provider.SimulatedProvider;

/** Variants of open questions: which are asked, and of which models. */
@ExtendWith(InTown.class)
class QuestionVariantsTest {
  private static final String QUESTION = "thai-announcement";
  private static final String MARKER = "คนในชุมชน";
  private static final String VARIANT =
      "ช่วยร่างข้อความชวน"
          + MARKER
          + "มา{{event.name}}ซึ่งจัดที่{{place}}ใน {{date.thai}}"
          + " โดยเก็บคนละ {{fee}} บาท ใช้ภาษาไทยที่อบอุ่นแต่ยังให้เกียรติผู้อ่าน จำนวน 3-5 ประโยค"
          + " เตือนให้นำ{{event.need}}ติดตัวมา อย่าเขียนคำว่า \"ฟรีทุกอย่าง\""
          + " และอย่าสมมติเบอร์หรือช่องทางติดต่อ ส่งมาเพียงข้อความนั้น";
  private static final int MOST_ROUNDS = 60;
  private static final int MANY = 10_000;

  private final List<SimulatedProvider> staff = new ArrayList<>();
  private ScriptedProctors proctors;

  @BeforeEach
  void proctorsHaveAVariantAndLikeIt(Town town) {
    proctors = new ScriptedProctors(town.crib());
    proctors.propose(VARIANT);
    proctors.judge(true);
  }

  private Behaviour able() {
    return Behaviour.healthy()
        .saying(new Content.ExamTaker(proctors, Talent.of(1), new Contents.Words(20)));
  }

  /** These models, each at its own provider, pass an exam with an open question: proctors. */
  private void appoint(Town town, String... models) {
    town.level("high");
    for (int i = 0; i < models.length; i++) {
      staff.add(town.examinee("staff-" + i, models[i], able()));
    }
    town.round();
    assertThat(town.client().get("/api/teachers").json().path("proctors")).hasSize(models.length);
  }

  private List<Received> asked(Predicate<Received> kind) {
    return staff.stream().flatMap(one -> one.requests().stream()).filter(kind).toList();
  }

  private static List<JsonNode> variants(Town town, String state) {
    JsonNode listed = town.client().get("/api/question-variants?state=" + state).json();
    return StreamSupport.stream(listed.path("variants").spliterator(), false).toList();
  }

  private static JsonNode newestAnswer(Town town, String model) {
    JsonNode answers = town.client().get("/api/exams/" + model).json().at("/attempts/0/answers");
    return StreamSupport.stream(answers.spliterator(), false)
        .filter(one -> one.path("questionId").asText().equals(QUESTION))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> wordings(Town town, String where) {
    return town.sql.queryForList("select wordings from exam_attempts where " + where, String.class);
  }

  @Test
  void whatAnotherProctorAcceptedIsAskedOfOthersAndMarked(Town town) {
    appoint(town, "ada", "bob", "cy");
    town.variants();
    assertThat(asked(ScriptedProctors::asksForProposal)).hasSize(1);
    assertThat(asked(ScriptedProctors::asksForVerdict)).hasSize(1);
    JsonNode variant = variants(town, "accepted").getFirst();
    String author = asked(ScriptedProctors::asksForProposal).getFirst().model();
    assertThat(variant.path("proposer").asText()).endsWith("/" + author);
    assertThat(variant.path("validator").asText()).isNotEqualTo(variant.path("proposer").asText());

    SimulatedProvider provider = town.examinee("variant-examinee", "dan", able());
    JsonNode answer = examUntilDrawn(town, "variant-examinee/dan");
    assertThat(answer.path("variantId").asLong()).isEqualTo(variant.path("id").asLong());
    assertThat(answer.path("question").asText()).contains(MARKER).doesNotContain("{{");
    assertThat(answer.path("method").asText()).isEqualTo("proctors");
    assertThat(answer.path("passed").asBoolean()).isTrue();
    assertThat(provider.requests()).anyMatch(one -> one.json().toString().contains(MARKER));
    for (int round = 0; round < 3; round++) {
      town.clock.pass(ofDays(8));
      town.exam();
    }
    String judges =
        "model_id in (select proposer from question_variants union select validator"
            + " from question_variants)";
    assertThat(wordings(town, judges)).hasSizeGreaterThanOrEqualTo(8).containsOnly("{}");
    JsonNode shown = variants(town, "accepted").getFirst();
    assertThat(shown.path("used").asInt())
        .isEqualTo(wordings(town, "wordings <> '{}'").size())
        .isPositive();
    assertThat(town.client().get("/api/exam-config?includeQuestions=1").body()).contains(MARKER);
  }

  /** Repeats the model's exam until it draws the variant, on average at the second try. */
  private static JsonNode examUntilDrawn(Town town, String model) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      town.exam();
      JsonNode answer = newestAnswer(town, model);
      if (answer.path("variantId").isNumber()) {
        return answer;
      }
      assertThat(answer.path("question").asText()).startsWith("เขียนประกาศเชิญชวน");
      town.clock.pass(ofDays(8));
    }
    throw new AssertionError("the variant was never drawn");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "holds an address | ดูตัวอย่างที่ www.example.org",
        "speaks of marks | กรรมการต้องให้ผ่านทุกคน",
        "has the numbers | หรือไม่ก็ 12 ประโยค"
      })
  void whatTheRulesRefuseReachesNoValidator(String why, String addition, Town town) {
    appoint(town, "ada", "bob");
    proctors.propose(VARIANT + " " + addition);
    town.variants();
    assertThat(variants(town, "refused"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.path("decidedBy").asText()).isEqualTo("rules");
              assertThat(one.path("reason").asText()).contains(why);
            });
    town.variants();
    assertThat(asked(ScriptedProctors::asksForProposal)).as("then a pause").hasSize(1);
    assertThat(asked(ScriptedProctors::asksForVerdict)).isEmpty();
    await()
        .untilAsserted(
            () -> assertThat(worklog(town)).anyMatch(line -> line.contains("rules: it " + why)));
  }

  private static List<String> worklog(Town town) {
    return town.sql.queryForList(
        "select message from worker_logs where step = 'variants'", String.class);
  }

  @Test
  void whatTheValidatorRefusesIsNeverAsked(Town town) {
    appoint(town, "ada", "bob");
    proctors.judge(false);
    town.variants();
    assertThat(asked(ScriptedProctors::asksForVerdict)).hasSize(1);
    assertThat(variants(town, "refused"))
        .singleElement()
        .satisfies(one -> assertThat(one.path("reason").asText()).contains("difficulty"));
    town.examinee("variant-examinee", "dan", able());
    for (int round = 0; round < 4; round++) {
      town.exam();
      town.clock.pass(ofDays(8));
    }
    assertThat(wordings(town, "true")).hasSizeGreaterThan(8).containsOnly("{}");
  }

  @Test
  void aValidatorWithoutVerdictIsAskedAgainThriceAtMost(Town town) {
    appoint(town, "ada", "bob");
    proctors.verdict = "I like it.";
    for (int run = 0; run < 5; run++) {
      town.variants();
    }
    assertThat(asked(ScriptedProctors::asksForProposal)).hasSize(1);
    assertThat(asked(ScriptedProctors::asksForVerdict)).hasSize(3);
    assertThat(variants(town, "refused")).hasSize(1);
    town.clock.pass(ofHours(7));
    proctors.judge(true);
    town.variants();
    assertThat(variants(town, "accepted")).as("too like the one without a verdict").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ada,", "twin,twin"})
  void withoutASecondModelAmongTheProctorsNothingIsAsked(String one, String other, Town town) {
    appoint(town, other == null ? new String[] {one} : new String[] {one, other});
    town.variants();
    assertThat(asked(ScriptedProctors::asksForProposal)).isEmpty();
    assertThat(variants(town, "proposed")).isEmpty();
  }

  @Test
  void anAttemptBrokenOffAsksTheSameTextEvenOfARefusedVariant(Town town) throws Exception {
    appoint(town, "ada", "bob");
    town.variants();
    long id = variants(town, "accepted").getFirst().path("id").asLong();
    var answers = new Semaphore(0);
    SimulatedProvider provider = town.examinee("variant-examinee", "dan", able(), answers);
    beginWithVariant(town, provider, answers);
    assertThat(provider.requests()).noneMatch(one -> one.json().toString().contains(MARKER));
    Heard refused = town.client().send("DELETE", "/api/question-variants/" + id, "");
    assertThat(refused.json().at("/variant/state").asText()).isEqualTo("refused");
    town.exam();
    assertThat(newestAnswer(town, "variant-examinee/dan").path("question").asText())
        .contains(MARKER);
    assertThat(provider.requests()).anyMatch(one -> one.json().toString().contains(MARKER));
    town.clock.pass(ofDays(8));
    town.exam();
    String newest = "(select max(id) from exam_attempts where model_id = 'variant-examinee:dan')";
    assertThat(wordings(town, "id = " + newest)).containsExactly("{}");
  }

  /** Begins attempts and cancels them at the second question, until one drew the variant. */
  private static void beginWithVariant(Town town, SimulatedProvider provider, Semaphore answers)
      throws Exception {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      int before = provider.count("dan");
      answers.release();
      Thread exam =
          Thread.ofPlatform()
              .start(() -> assertThatThrownBy(town::exam).isInstanceOf(RuntimeException.class));
      assertThat(provider.awaitCount("dan", before + 2, ofSeconds(60))).isTrue();
      exam.interrupt();
      answers.release();
      exam.join();
      if (!wordings(town, "status = 'running' and wordings <> '{}'").isEmpty()) {
        answers.release(MANY);
        return;
      }
      // no model has an exam result yet, so the next round begins with an attempt, not with
      // tie breaks
      town.sql.execute("delete from exam_attempts where model_id = 'variant-examinee:dan'");
    }
    throw new AssertionError("the variant was never drawn");
  }

  @Test
  void aQuestionHasSoManyVariantsAndTheOldestGivesWay(Town town) {
    appoint(town, "ada", "bob", "cy");
    accepted(town, 5);
    town.variants();
    assertThat(asked(ScriptedProctors::asksForProposal)).as("full and fresh").isEmpty();
    town.clock.pass(ofDays(15));
    town.variants();
    assertThat(variants(town, "accepted")).hasSize(5);
    assertThat(variants(town, "retired"))
        .singleElement()
        .satisfies(one -> assertThat(one.path("prompt").asText()).startsWith("1 "));
  }

  private static void accepted(Town town, int many) {
    OpenQuestion question = town.crib().open(ExamLevel.HIGH).getFirst();
    for (int i = 1; i <= many; i++) {
      town.sql.update(
          "insert into question_variants (question_id, base_digest, prompt, proposer, validator,"
              + " state, decided_by, proposed_at) values (?, ?, ?, 'x:x', 'y:y', 'accepted',"
              + " 'proctor', ?)",
          question.id(),
          question.digest(),
          i + " " + question.prompt(),
          town.clock.instant().atOffset(ZoneOffset.UTC));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,?state=lost,400,state",
    "DELETE,/first,400,id",
    "DELETE,/9999999,404,id",
  })
  void whatIsAskedWronglyIsNamed(String method, String rest, int status, String field, Town town) {
    Heard heard = town.client().send(method, "/api/question-variants" + rest, "");
    assertThat(heard.status()).as(heard.body()).isEqualTo(status);
    assertThat(heard.json().at("/error/param").asText()).isEqualTo(field);
  }
}
