package sml.gateway.school.exams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.json.RawObject;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.paper.Difficulty;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;
import sml.gateway.school.paper.Question;
import sml.gateway.school.records.AnswerStore;

/** The outcomes of asking a question. */
class QuestionRunnerTest {
  private static final ModelRef REF = new ModelRef("p", "m");
  private static final Model MODEL =
      new Model(
          REF,
          "m",
          32_000,
          0,
          null,
          null,
          null,
          false,
          false,
          0.4,
          Model.Kind.CHAT,
          "large",
          Instant.EPOCH);
  private static final SchoolSettings SETTINGS =
      new Binder(new MapConfigurationPropertySource())
          .bindOrCreate("sml.school", SchoolSettings.class);
  private static final Grader SAYS_42 =
      reply ->
          reply.text().contains("42")
              ? new GraderMark.Right("it is 42")
              : new GraderMark.Wrong("it is not 42");

  private static Question question(Grader grader) {
    return new Question(
        "q",
        ExamLevel.MIDDLE,
        Category.MATH,
        false,
        Difficulty.EASY,
        List.of(new Question.Turn("user", "6 x 7?")),
        RawObject.EXACT.createArrayNode(),
        null,
        "42",
        ExamReply.text("42"),
        ExamReply.text("41"),
        grader);
  }

  private static QuestionOutcome ask(
      Grader grader, double headroom, String text, @Nullable String finish, int empties)
      throws InterruptedException {
    var candidate = new Candidate(REF, true, 0, null, headroom, "");
    byte[] json =
        "{\"choices\":[{\"message\":{\"content\":\"%s\"}}]}".formatted(text).getBytes(UTF_8);
    var answer = new Answer.Whole(candidate, json, null, text, finish);
    LiveStats liveStats =
        new LiveStats() {
          @Override
          public ModelStats of(ModelRef ref, Category category) {
            return new ModelStats(null, 1, 10, 10, null, null, 1);
          }

          @Override
          public Allowance allowance(ModelRef ref) {
            return new Allowance(Allowance.UNLIMITED, Allowance.UNLIMITED, headroom);
          }
        };
    var askingLimits =
        new AskingLimits(
            request -> new Attempt.Answered(candidate, new AttemptTiming(0, 1L, 2), answer),
            liveStats,
            new DailyQuestionBudget(
                new AnswerStore(new JdbcTemplate()),
                mock(ModelRegistry.class, CALLS_REAL_METHODS),
                SETTINGS,
                Clock.systemUTC()),
            SETTINGS);
    return new QuestionRunner(askingLimits, SETTINGS).ask(MODEL, question(grader), 0.5, empties);
  }

  @Test
  void anAnswerThatIsMuchTooLongIsNotKept() throws InterruptedException {
    assertThat(ask(SAYS_42, 1, "42 ".repeat(200_000), "stop", 0))
        .isInstanceOf(QuestionOutcome.Missed.class)
        .extracting("reason")
        .asString()
        .endsWith("bytes is not read");
  }

  @ParameterizedTest
  @CsvSource({
    "so first I multiply, length, 0, MORE_ROOM",
    "so first I multiply, length, 1, MORE_ROOM",
    "so first I multiply, length, 2, WRONG",
    "so first I multiply, stop,   0, WRONG",
    "42 because,          length, 0, RIGHT",
    "42,                  stop,   0, RIGHT"
  })
  void anAnswerCutAtItsTokenLimitGetsMoreRoomBeforeItCountsAsWrong(
      String text, String finish, int empties, String wanted) throws InterruptedException {
    String became =
        switch (ask(SAYS_42, 1, text, finish, empties)) {
          case QuestionOutcome.Judged judged -> judged.right() ? "RIGHT" : "WRONG";
          case QuestionOutcome.Missed missed when missed.empty() -> "MORE_ROOM";
          case QuestionOutcome other -> other.toString();
        };
    assertThat(became).isEqualTo(wanted);
  }

  @Test
  void aQuestionThatCannotBeMarkedIsNoAnswerAndNoError() throws InterruptedException {
    Grader broken =
        reply -> {
          throw new IllegalStateException("no sandbox");
        };
    assertThat(ask(broken, 1, "42", "stop", 0))
        .isEqualTo(new QuestionOutcome.Missed("cannot be marked: no sandbox", false));
  }

  @Test
  void aModelWithLittleQuotaPausesForAMoment() throws InterruptedException {
    assertThat(ask(SAYS_42, 0.4, "42", "stop", 0))
        .isEqualTo(
            new QuestionOutcome.Shut("its quota is kept for live traffic", Duration.ofSeconds(20)));
  }
}
