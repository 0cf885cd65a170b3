package sml.gateway.acceptance.school;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sml.gateway.chat.Category;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.Question;
import sml.gateway.testkit.provider.SimulatedProvider;

/** The scores of a simulated week of exams match the true abilities of the models. */
@ExtendWith(InTown.class)
class SchoolWeekTest {
  private static final int PROVIDERS = 12;
  private static final int MODELS = 3;
  private static final int ROUNDS = 7 * 24 * 4;
  private static final Duration EVERY = Duration.ofMinutes(15);

  /** Seeds of abilities; {@code -Dsml.test.seeds} tries others, joined by commas. */
  static long[] seeds() {
    return Arrays.stream(System.getProperty("sml.test.seeds", "1").split(","))
        .mapToLong(Long::parseLong)
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aWeekOfExamsShowsWhichModelsAreAble(long seed, Town town) throws IOException {
    List<Question> paper = town.crib().paper(ExamLevel.HIGH, seed);
    assumeThat(paper).as("the bank is complete").hasSize(ExamLevel.HIGH.questions());
    List<Truth> examinees = enrol(town, new Random(seed));
    town.level("high");
    week(town);
    Map<String, JsonNode> models = models(town);
    double spearman = spearman(examinees, models, paper);
    Map<Category, Double> gaps = gaps(examinees, paper, town.client().get("/api/teachers").json());
    double steady = meanError(examinees, models, paper, false);
    double shaky = meanError(examinees, models, paper, true);
    System.out.printf(
        Locale.ROOT,
        "seed %d: Spearman %.3f, largest gap of a head %.3f %s, score less ability: steady %+.3f,"
            + " failing in transport %+.3f%n",
        seed,
        spearman,
        gaps.values().stream().max(Double::compare).orElse(0.0),
        gaps,
        steady,
        shaky);
    assertThat(spearman).isGreaterThanOrEqualTo(0.9);
    assertThat(gaps).hasSize(Truth.CATEGORIES.size());
    assertThat(gaps).allSatisfy((category, gap) -> assertThat(gap).isLessThanOrEqualTo(0.15));
    assertThat(shaky - steady).as("what faults of transport cost").isGreaterThan(-0.05);
    thaiBlind(examinees, town, models);
  }

  private static void week(Town town) {
    for (int round = 0; round < ROUNDS; round++) {
      town.round();
      town.clock.pass(EVERY);
    }
  }

  private static List<Truth> enrol(Town town, Random random) {
    List<Truth> examinees = new ArrayList<>();
    for (int p = 0; p < PROVIDERS; p++) {
      SimulatedProvider provider =
          SimulatedProvider.start(
              SimulatedProvider.Options.standard().seed(random.nextLong()).keeping(1));
      for (int m = 0; m < MODELS; m++) {
        Truth truth = Truth.of("school-" + p, p + PROVIDERS * m, PROVIDERS * MODELS, random);
        examinees.add(truth);
        provider.model(truth.ref().model(), truth.behaviour(town.crib()));
      }
      town.register("school-" + p, provider);
    }
    return examinees;
  }

  private static Map<String, JsonNode> models(Town town) throws IOException {
    Map<String, JsonNode> models = new HashMap<>();
    new ObjectMapper()
        .readTree(town.client().get("/api/models").body())
        .forEach(model -> models.put(model.path("modelId").asText(), model));
    return models;
  }

  private static JsonNode model(Truth examinee, Map<String, JsonNode> models) {
    return models.getOrDefault(examinee.ref().model(), MissingNode.getInstance());
  }

  private static double score(Truth examinee, Map<String, JsonNode> models) {
    return model(examinee, models).at("/exam/scorePct").asDouble() / 100;
  }

  private static double spearman(
      List<Truth> examinees, Map<String, JsonNode> models, List<Question> paper) {
    double[] known = ranks(examinees.stream().mapToDouble(one -> score(one, models)).toArray());
    double[] truth = ranks(examinees.stream().mapToDouble(one -> one.overall(paper)).toArray());
    double mean = (examinees.size() - 1) / 2.0;
    double both = 0;
    double ofKnown = 0;
    double ofTrue = 0;
    for (int i = 0; i < known.length; i++) {
      both += (known[i] - mean) * (truth[i] - mean);
      ofKnown += (known[i] - mean) * (known[i] - mean);
      ofTrue += (truth[i] - mean) * (truth[i] - mean);
    }
    return both / Math.sqrt(ofKnown * ofTrue);
  }

  /** Ranks from 0; equals share the mean of theirs. */
  private static double[] ranks(double[] values) {
    return Arrays.stream(values)
        .map(
            value ->
                Arrays.stream(values).filter(other -> other < value).count()
                    + (Arrays.stream(values).filter(other -> other == value).count() - 1) / 2.0)
        .toArray();
  }

  /** How much better than each head the best of its category is. */
  private static Map<Category, Double> gaps(
      List<Truth> examinees, List<Question> paper, JsonNode teachers) {
    Map<Category, Double> gaps = new HashMap<>();
    for (JsonNode head : teachers.path("heads")) {
      Category category = Category.valueOf(head.path("category").asText().toUpperCase(Locale.ROOT));
      double best =
          examinees.stream().mapToDouble(one -> one.in(category, paper)).max().orElseThrow();
      double its =
          examinees.stream()
              .filter(one -> one.ref().id().equals(head.path("id").asText()))
              .mapToDouble(one -> one.in(category, paper))
              .findFirst()
              .orElseThrow();
      gaps.put(category, best - its);
    }
    return gaps;
  }

  /** How far scores lie above true ability, among those who fail in transport or the others. */
  private static double meanError(
      List<Truth> examinees, Map<String, JsonNode> models, List<Question> paper, boolean failing) {
    return examinees.stream()
        .filter(one -> one.fails() > 0 == failing)
        .mapToDouble(one -> score(one, models) - one.overall(paper))
        .average()
        .orElseThrow();
  }

  private static void thaiBlind(List<Truth> examinees, Town town, Map<String, JsonNode> models) {
    String head = "";
    for (JsonNode one : town.client().get("/api/teachers").json().path("heads")) {
      head = one.path("category").asText().equals("thai") ? one.path("id").asText() : head;
    }
    for (Truth examinee : examinees) {
      if (!examinee.thai()) {
        assertThat(model(examinee, models).at("/categoryScores/thai").asInt())
            .as(examinee.ref() + " knows no Thai")
            .isZero();
        assertThat(head).isNotEqualTo(examinee.ref().id());
      }
    }
  }
}
