package sml.gateway.school.asking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.RawObject;
import sml.gateway.chat.Standings;
import sml.gateway.chat.Timing;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.exam.Difficulty;
import sml.gateway.school.exam.Grader;
import sml.gateway.school.exam.Level;
import sml.gateway.school.exam.Mark;
import sml.gateway.school.exam.Question;
import sml.gateway.school.exam.Reply;
import sml.gateway.school.records.AnswerStore;

/** What becomes of an answer before it is a mark. */
class QuestioningTest {
  private static final ModelRef REF = new ModelRef("p", "m");
  private static final Model MODEL =
      new Model(REF, "m", 32_000, 0, null, null, null, false, false, true, "large", Instant.EPOCH);
  private static final SchoolSettings SETTINGS =
      new Binder(new MapConfigurationPropertySource())
          .bindOrCreate("sml.school", SchoolSettings.class);
  private static final Grader SAYS_42 =
      reply ->
          reply.text().contains("42") ? new Mark.Right("it is 42") : new Mark.Wrong("it is not 42");

  private static Question question(Grader grader) {
    return new Question(
        "q",
        Level.MIDDLE,
        Category.MATH,
        false,
        Difficulty.EASY,
        List.of(new Question.Turn("user", "6 x 7?")),
        RawObject.EXACT.createArrayNode(),
        null,
        "42",
        Reply.text("42"),
        Reply.text("41"),
        grader);
  }

  private static Outcome ask(
      Grader grader, double headroom, String text, @Nullable String finish, int empties)
      throws InterruptedException {
    var candidate = new Candidate(REF, true, 0, null, headroom, "");
    byte[] json =
        "{\"choices\":[{\"message\":{\"content\":\"%s\"}}]}".formatted(text).getBytes(UTF_8);
    var answer = new Answer.Whole(candidate, json, null, text, finish);
    Standings standings =
        new Standings() {
          @Override
          public Standing of(ModelRef ref, Category category) {
            return new Standing(null, 1, 10, 10, null, null, 1);
          }

          @Override
          public Allowance allowance(ModelRef ref) {
            return new Allowance(Allowance.UNLIMITED, Allowance.UNLIMITED, headroom);
          }
        };
    var bounds =
        new Bounds(
            errand -> new Attempt.Answered(candidate, new Timing(0, 1L, 2), answer),
            standings,
            new DayBudget(new AnswerStore(new JdbcTemplate()), SETTINGS, Clock.systemUTC()),
            SETTINGS);
    return new Questioning(bounds, SETTINGS).ask(MODEL, question(grader), 0.5, empties);
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
          case Outcome.Judged judged -> judged.right() ? "RIGHT" : "WRONG";
          case Outcome.Missed missed when missed.empty() -> "MORE_ROOM";
          case Outcome other -> other.toString();
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
        .isEqualTo(new Outcome.Missed("cannot be marked: no sandbox", false));
  }

  @Test
  void aModelWithLittleQuotaRestsAMoment() throws InterruptedException {
    assertThat(ask(SAYS_42, 0.4, "42", "stop", 0))
        .isEqualTo(new Outcome.Shut("its quota is kept for live traffic", Duration.ofSeconds(20)));
  }
}
