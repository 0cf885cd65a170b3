package sml.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import sml.gateway.chat.Category;
import sml.gateway.chat.Delay;
import sml.gateway.chat.Faculty.Report;
import sml.gateway.chat.Faculty.Score;
import sml.gateway.chat.Faculty.Standing;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Standings;
import sml.gateway.chat.Wishes;
import sml.gateway.chat.Wishes.Strategy;
import sml.gateway.routing.Aim.Mode;
import sml.gateway.routing.Ranking.Fit;
import sml.gateway.routing.Ranking.Order;

/** What exams and teachers do to the order of candidates. */
class SchooledRankingTest {
  private static final RoutingSettings SETTINGS =
      new Binder(new MapConfigurationPropertySource(Map.of()))
          .bindOrCreate("sml.routing", RoutingSettings.class);

  private static Fit fit(String id, Report report, double success, int samples) {
    var model = SampleFit.model("at-" + id, id, "large");
    Duration usual = Duration.ofMillis(400);
    return SampleFit.of(
        model,
        new Standings.Standing(null, success, samples, samples, usual, usual, 1),
        false,
        report);
  }

  private static Fit fit(String id, Report report) {
    return fit(id, report, 0.9, 20);
  }

  private static Report report(Standing standing, double overall, Map<Category, Double> shares) {
    Map<Category, Score> scores =
        shares.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, share -> new Score(share.getValue(), 20, 0, 1)));
    return new Report(standing, overall, scores);
  }

  private static Report passed(double overall, Map<Category, Double> shares) {
    return report(Standing.PASSED, overall, shares);
  }

  private static Order order(Aim aim, Fit... fits) {
    return new Ranking(aim, Wishes.NONE, SETTINGS, 9).order(List.of(fits));
  }

  private static Aim aim(Category category, boolean thai, @Nullable String teacher) {
    return new Aim(
        Mode.AUTO, category, thai, teacher == null ? null : new ModelRef("at-" + teacher, teacher));
  }

  private static List<String> names(Order order) {
    return order.candidates().stream().map(one -> one.ref().model()).toList();
  }

  @Test
  void whoAnswersTheCategoryBetterComesFirst() {
    Fit coder = fit("coder", passed(0.8, Map.of(Category.CODE, 0.95, Category.MATH, 0.3)));
    Fit counter = fit("counter", passed(0.8, Map.of(Category.CODE, 0.3, Category.MATH, 0.95)));
    assertThat(names(order(aim(Category.CODE, false, null), counter, coder)))
        .containsExactly("coder", "counter");
    assertThat(names(order(aim(Category.MATH, false, null), coder, counter)))
        .containsExactly("counter", "coder");
  }

  @Test
  void theTeacherLeadsEvenWhereAnotherIsWorthMore() {
    Fit teacher = fit("teacher", passed(0.8, Map.of(Category.MATH, 0.9)), 0.80, 20);
    Fit quick = fit("quick", passed(0.9, Map.of(Category.MATH, 0.9)), 0.99, 20);
    Order order = order(aim(Category.MATH, false, "teacher"), quick, teacher);
    assertThat(names(order)).containsExactly("teacher", "quick");
    assertThat(order.note()).isEqualTo("teacher at-teacher/teacher leads");
  }

  @Test
  void aTeacherWhoIsClearlyWorseInLiveTrafficIsPassedOver() {
    Fit teacher = fit("teacher", passed(0.8, Map.of(Category.MATH, 0.9)), 0.40, 40);
    Fit sound = fit("sound", passed(0.8, Map.of(Category.MATH, 0.9)), 0.97, 40);
    Order order = order(aim(Category.MATH, false, "teacher"), teacher, sound);
    assertThat(names(order)).containsExactly("sound", "teacher");
    assertThat(order.note()).contains("passed over", "40 % of 40", "at-sound/sound has 97 % of 40");
  }

  private static Fit taking(String id, double quality, int millis, double results) {
    Fit fit = fit(id, passed(quality, Map.of(Category.MATH, quality)), 0.95, 30);
    double doubt = 0.4 / Math.sqrt(results);
    var delay = new Delay(Math.log(millis), 0.4, doubt, results);
    return new Fit(
        fit.model(),
        fit.standing(),
        delay,
        delay,
        fit.load(),
        fit.luck(),
        fit.owner(),
        false,
        fit.report());
  }

  @Test
  void aTeacherThatTakesMuchLongerThanAnEqualIsPassedOver() {
    Order order =
        order(
            aim(Category.MATH, false, "teacher"),
            taking("teacher", 0.9, 6_000, 20),
            taking("quick", 0.9, 300, 20));
    assertThat(names(order)).containsExactly("quick", "teacher");
    assertThat(order.note()).contains("passed over: 6.00 s", "at-quick/quick has 0.30 s");
  }

  @Test
  void aTeacherThatTakesABitLongerLeads() {
    Order order =
        order(
            aim(Category.MATH, false, "teacher"),
            taking("teacher", 0.9, 350, 20),
            taking("quick", 0.9, 300, 20));
    assertThat(names(order).getFirst()).isEqualTo("teacher");
  }

  @Test
  void aSlowTeacherLeadsWhereTheOthersAreOftenWrong() {
    Order order =
        order(
            aim(Category.MATH, false, "teacher"),
            taking("teacher", 0.95, 2_000, 20),
            taking("quick", 0.4, 300, 20));
    assertThat(names(order).getFirst()).isEqualTo("teacher");
  }

  @Test
  void aTeacherOfWhichOneSlowAnswerIsKnownLeads() {
    Order order =
        order(
            aim(Category.MATH, false, "teacher"),
            taking("teacher", 0.9, 1_200, 0.1),
            taking("quick", 0.9, 300, 20));
    assertThat(names(order).getFirst()).isEqualTo("teacher");
  }

  @Test
  void aFewBadResultsDoNotUnseatATeacher() {
    Fit teacher = fit("teacher", passed(0.8, Map.of(Category.MATH, 0.9)), 0.40, 4);
    Fit sound = fit("sound", passed(0.8, Map.of(Category.MATH, 0.9)), 0.97, 40);
    assertThat(names(order(aim(Category.MATH, false, "teacher"), teacher, sound)).getFirst())
        .isEqualTo("teacher");
  }

  @Test
  void whoFailedIsTheLastResortAndDoesNotRace() {
    Fit failed = fit("failed", report(Standing.FAILED, 0.6, Map.of()), 1.0, 50);
    Fit untested = fit("untested", Report.UNTESTED, 0.6, 50);
    Order order = order(aim(Category.CODE, false, "failed"), failed, untested);
    assertThat(names(order)).containsExactly("untested", "failed");
    assertThat(order.racers()).isEqualTo(1);
    assertThat(order.note()).isEqualTo("teacher at-failed/failed is not available");
    assertThat(order.candidates().getLast().value().text()).contains("exam failed");
  }

  @Test
  void aThaiTaskNeedsTheTaskAndThai() {
    Fit both = fit("both", passed(0.8, Map.of(Category.MATH, 0.7, Category.THAI, 0.8)));
    Fit reckoner = fit("reckoner", passed(0.8, Map.of(Category.MATH, 1.0, Category.THAI, 0.55)));
    Fit poet = fit("poet", passed(0.8, Map.of(Category.MATH, 0.1, Category.THAI, 1.0)));
    assertThat(names(order(aim(Category.MATH, true, null), poet, reckoner, both)))
        .containsExactly("both", "reckoner", "poet");
  }

  @Test
  void onlyThoseKnownToWriteThaiRaceForAThaiRequest() {
    Fit writes = fit("writes", passed(0.7, Map.of(Category.THAI, 0.8)), 0.6, 20);
    Fit unknown = fit("unknown", Report.UNTESTED, 0.99, 20);
    Order order = order(aim(Category.THAI, true, null), unknown, writes);
    assertThat(names(order)).containsExactly("writes", "unknown");
    assertThat(order.racers()).isEqualTo(1);
  }

  @Test
  void beforeAnyExamANameThatSpeaksOfThaiCounts() {
    Fit named = fit("thai-llm", Report.UNTESTED, 0.7, 0);
    Fit other = fit("other", Report.UNTESTED, 0.9, 20);
    assertThat(names(order(aim(Category.THAI, true, null), other, named)))
        .containsExactly("thai-llm", "other");
  }

  @Test
  void thaiModelGoesByThaiScoreBehindTheThaiHead() {
    var aim = new Aim(Mode.THAI, Category.THAI, true, new ModelRef("at-head", "head"));
    Fit head = fit("head", passed(0.9, Map.of(Category.THAI, 0.8)));
    Fit good = fit("good", passed(0.9, Map.of(Category.THAI, 0.9)), 0.7, 20);
    Fit fair = fit("fair", passed(0.9, Map.of(Category.THAI, 0.7)), 0.99, 20);
    assertThat(names(order(aim, fair, good, head))).containsExactly("head", "good", "fair");
  }

  @Test
  void aWishIsStrongerThanATeacher() {
    Fit teacher = fit("teacher", passed(0.9, Map.of()));
    Fit wished = fit("wished", report(Standing.FAILED, 0.1, Map.of()));
    var prefer = new Wishes(List.of("at-wished"), List.of(), Strategy.BALANCED, null, List.of());
    Order order =
        new Ranking(aim(Category.CODE, false, "teacher"), prefer, SETTINGS, 9)
            .order(List.of(teacher, wished));
    assertThat(names(order)).containsExactly("wished", "teacher");
    assertThat(order.racers()).isEqualTo(2);
  }
}
