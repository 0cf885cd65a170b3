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
import sml.gateway.chat.ExamScores.ExamStanding;
import sml.gateway.chat.ExamScores.Report;
import sml.gateway.chat.ExamScores.Score;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.chat.RoutingPreferences.Strategy;
import sml.gateway.chat.hedge.LatencyDistribution;
import sml.gateway.routing.CandidateRanking.Order;
import sml.gateway.routing.CandidateRanking.RankedModel;
import sml.gateway.routing.RoutingGoal.Mode;

/** What exams and teachers do to the order of candidates. */
class SchooledRankingTest {
  private static final RoutingSettings SETTINGS =
      new Binder(new MapConfigurationPropertySource(Map.of()))
          .bindOrCreate("sml.routing", RoutingSettings.class);

  private static RankedModel fit(String id, Report report, double success, int samples) {
    var model = SampleFit.model("at-" + id, id, "large");
    Duration usual = Duration.ofMillis(400);
    return SampleFit.of(
        model,
        new LiveStats.ModelStats(null, success, samples, samples, usual, usual, 1),
        false,
        report);
  }

  private static RankedModel fit(String id, Report report) {
    return fit(id, report, 0.9, 20);
  }

  private static Report report(
      ExamStanding standing, double overall, Map<Category, Double> shares) {
    Map<Category, Score> scores =
        shares.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, share -> new Score(share.getValue(), 20, 0, 1)));
    return new Report(standing, overall, scores);
  }

  private static Report passed(double overall, Map<Category, Double> shares) {
    return report(ExamStanding.PASSED, overall, shares);
  }

  private static Order order(RoutingGoal goal, RankedModel... fits) {
    return new CandidateRanking(goal, RoutingPreferences.NONE, SETTINGS, 9).order(List.of(fits));
  }

  private static RoutingGoal goal(Category category, boolean thai, @Nullable String teacher) {
    return new RoutingGoal(
        Mode.AUTO, category, thai, teacher == null ? null : new ModelRef("at-" + teacher, teacher));
  }

  private static List<String> names(Order order) {
    return order.candidates().stream().map(one -> one.ref().model()).toList();
  }

  @Test
  void whoAnswersTheCategoryBetterComesFirst() {
    RankedModel coder = fit("coder", passed(0.8, Map.of(Category.CODE, 0.95, Category.MATH, 0.3)));
    RankedModel counter =
        fit("counter", passed(0.8, Map.of(Category.CODE, 0.3, Category.MATH, 0.95)));
    assertThat(names(order(goal(Category.CODE, false, null), counter, coder)))
        .containsExactly("coder", "counter");
    assertThat(names(order(goal(Category.MATH, false, null), coder, counter)))
        .containsExactly("counter", "coder");
  }

  @Test
  void theTeacherLeadsEvenWhereAnotherIsWorthMore() {
    RankedModel teacher = fit("teacher", passed(0.8, Map.of(Category.MATH, 0.9)), 0.80, 20);
    RankedModel quick = fit("quick", passed(0.9, Map.of(Category.MATH, 0.9)), 0.99, 20);
    Order order = order(goal(Category.MATH, false, "teacher"), quick, teacher);
    assertThat(names(order)).containsExactly("teacher", "quick");
    assertThat(order.note()).isEqualTo("teacher at-teacher/teacher leads");
  }

  @Test
  void aTeacherWhoIsClearlyWorseInLiveTrafficIsPassedOver() {
    RankedModel teacher = fit("teacher", passed(0.8, Map.of(Category.MATH, 0.9)), 0.40, 40);
    RankedModel sound = fit("sound", passed(0.8, Map.of(Category.MATH, 0.9)), 0.97, 40);
    Order order = order(goal(Category.MATH, false, "teacher"), teacher, sound);
    assertThat(names(order)).containsExactly("sound", "teacher");
    assertThat(order.note()).contains("passed over", "40 % of 40", "at-sound/sound has 97 % of 40");
  }

  private static RankedModel taking(String id, double quality, int millis, double results) {
    RankedModel fit = fit(id, passed(quality, Map.of(Category.MATH, quality)), 0.95, 30);
    double doubt = 0.4 / Math.sqrt(results);
    var latencyDistribution = new LatencyDistribution(Math.log(millis), 0.4, doubt, results);
    return new RankedModel(
        fit.model(),
        fit.stats(),
        latencyDistribution,
        latencyDistribution,
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
            goal(Category.MATH, false, "teacher"),
            taking("teacher", 0.9, 6_000, 20),
            taking("quick", 0.9, 300, 20));
    assertThat(names(order)).containsExactly("quick", "teacher");
    assertThat(order.note()).contains("passed over: 6.00 s", "at-quick/quick has 0.30 s");
  }

  @Test
  void aTeacherThatTakesABitLongerLeads() {
    Order order =
        order(
            goal(Category.MATH, false, "teacher"),
            taking("teacher", 0.9, 350, 20),
            taking("quick", 0.9, 300, 20));
    assertThat(names(order).getFirst()).isEqualTo("teacher");
  }

  @Test
  void aSlowTeacherLeadsWhereTheOthersAreOftenWrong() {
    Order order =
        order(
            goal(Category.MATH, false, "teacher"),
            taking("teacher", 0.95, 2_000, 20),
            taking("quick", 0.4, 300, 20));
    assertThat(names(order).getFirst()).isEqualTo("teacher");
  }

  @Test
  void aTeacherOfWhichOneSlowAnswerIsKnownLeads() {
    Order order =
        order(
            goal(Category.MATH, false, "teacher"),
            taking("teacher", 0.9, 1_200, 0.1),
            taking("quick", 0.9, 300, 20));
    assertThat(names(order).getFirst()).isEqualTo("teacher");
  }

  @Test
  void aFewBadResultsDoNotUnseatATeacher() {
    RankedModel teacher = fit("teacher", passed(0.8, Map.of(Category.MATH, 0.9)), 0.40, 4);
    RankedModel sound = fit("sound", passed(0.8, Map.of(Category.MATH, 0.9)), 0.97, 40);
    assertThat(names(order(goal(Category.MATH, false, "teacher"), teacher, sound)).getFirst())
        .isEqualTo("teacher");
  }

  @Test
  void aFailedModelIsTheLastResortAndIsNotHedged() {
    RankedModel failed = fit("failed", report(ExamStanding.FAILED, 0.6, Map.of()), 1.0, 50);
    RankedModel untested = fit("untested", Report.UNTESTED, 0.6, 50);
    Order order = order(goal(Category.CODE, false, "failed"), failed, untested);
    assertThat(names(order)).containsExactly("untested", "failed");
    assertThat(order.contenders()).isEqualTo(1);
    assertThat(order.note()).isEqualTo("teacher at-failed/failed is not available");
    assertThat(order.candidates().getLast().value().text()).contains("exam failed");
  }

  @Test
  void aThaiTaskNeedsTheTaskAndThai() {
    RankedModel both = fit("both", passed(0.8, Map.of(Category.MATH, 0.7, Category.THAI, 0.8)));
    RankedModel reckoner =
        fit("reckoner", passed(0.8, Map.of(Category.MATH, 1.0, Category.THAI, 0.55)));
    RankedModel poet = fit("poet", passed(0.8, Map.of(Category.MATH, 0.1, Category.THAI, 1.0)));
    assertThat(names(order(goal(Category.MATH, true, null), poet, reckoner, both)))
        .containsExactly("both", "reckoner", "poet");
  }

  @Test
  void onlyThoseKnownToWriteThaiAreHedgedForAThaiRequest() {
    RankedModel writes = fit("writes", passed(0.7, Map.of(Category.THAI, 0.8)), 0.6, 20);
    RankedModel unknown = fit("unknown", Report.UNTESTED, 0.99, 20);
    Order order = order(goal(Category.THAI, true, null), unknown, writes);
    assertThat(names(order)).containsExactly("writes", "unknown");
    assertThat(order.contenders()).isEqualTo(1);
  }

  @Test
  void beforeAnyExamANameThatSpeaksOfThaiCounts() {
    RankedModel named = fit("thai-llm", Report.UNTESTED, 0.7, 0);
    RankedModel other = fit("other", Report.UNTESTED, 0.9, 20);
    assertThat(names(order(goal(Category.THAI, true, null), other, named)))
        .containsExactly("thai-llm", "other");
  }

  @Test
  void thaiModelGoesByThaiScoreBehindTheThaiHead() {
    var goal = new RoutingGoal(Mode.THAI, Category.THAI, true, new ModelRef("at-head", "head"));
    RankedModel head = fit("head", passed(0.9, Map.of(Category.THAI, 0.8)));
    RankedModel good = fit("good", passed(0.9, Map.of(Category.THAI, 0.9)), 0.7, 20);
    RankedModel fair = fit("fair", passed(0.9, Map.of(Category.THAI, 0.7)), 0.99, 20);
    assertThat(names(order(goal, fair, good, head))).containsExactly("head", "good", "fair");
  }

  @Test
  void aPreferenceIsStrongerThanATeacher() {
    RankedModel teacher = fit("teacher", passed(0.9, Map.of()));
    RankedModel preferred = fit("preferred", report(ExamStanding.FAILED, 0.1, Map.of()));
    var prefer =
        new RoutingPreferences(
            List.of("at-preferred"), List.of(), Strategy.BALANCED, null, List.of());
    Order order =
        new CandidateRanking(goal(Category.CODE, false, "teacher"), prefer, SETTINGS, 9)
            .order(List.of(teacher, preferred));
    assertThat(names(order)).containsExactly("preferred", "teacher");
    assertThat(order.contenders()).isEqualTo(2);
  }
}
