package sml.gateway.acceptance.school;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.exams.DemoAnswerKey;
import sml.gateway.school.paper.Question;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Content.ThoughtField;
import sml.gateway.simulation.speech.Talent;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;
import sml.gateway.testkit.provider.Fault;

/**
 * What a simulated examinee can really do.
 *
 * @param rates share of right answers by category
 * @param thinks answers after thoughts in {@code <think>}
 * @param refusesTools its host refuses requests with tools
 * @param fails share of calls that fail in transport
 */
record Truth(
    ModelRef ref,
    Map<Category, Double> rates,
    boolean thai,
    boolean thinks,
    boolean refusesTools,
    double fails) {
  static final List<Category> CATEGORIES =
      Arrays.stream(Category.values()).filter(one -> one != Category.GENERAL).toList();

  private static final double SPREAD = 0.15;

  /**
   * One of {@code of} examinees whose abilities are spread from 0 to 1, up and down by category;
   * every fifth knows no Thai, every sixth thinks aloud, every seventh refuses tools, every fourth
   * fails three calls of ten.
   */
  static Truth of(String provider, int number, int of, Random random) {
    double base = (number + 0.5) / of;
    Map<Category, Double> rates = new EnumMap<>(Category.class);
    for (Category category : CATEGORIES) {
      double rate = base + SPREAD * (2 * random.nextDouble() - 1);
      rates.put(category, Math.clamp(rate, 0.0, 1.0));
    }
    boolean thai = number % 5 != 2;
    if (!thai) {
      rates.put(Category.THAI, 0.0);
    }
    return new Truth(
        new ModelRef(provider, "examinee-" + number),
        rates,
        thai,
        number % 6 == 1,
        number % 7 == 3,
        number % 4 == 0 ? 0.3 : 0);
  }

  /**
   * The share of a paper it can answer; a Thai question of any category is beyond an examinee that
   * knows no Thai, and what its host refuses does not count.
   */
  double overall(List<Question> paper) {
    return paper.stream()
        .filter(question -> !question.withTools() || !refusesTools)
        .mapToDouble(question -> question.thai() && !thai ? 0 : in(question.category()))
        .average()
        .orElseThrow();
  }

  /** The same for the questions of one category; 0 when its host refuses them all. */
  double in(Category category, List<Question> paper) {
    return paper.stream()
        .filter(question -> question.category() == category)
        .mapToDouble(question -> question.thai() && !thai ? 0 : in(category))
        .average()
        .orElse(0);
  }

  double in(Category category) {
    return refusesTools && category == Category.TOOLS ? 0 : rates.getOrDefault(category, 0.0);
  }

  Behaviour behaviour(DemoAnswerKey crib) {
    var talent = new Talent(0.5, rates, thai);
    Behaviour behaviour =
        Behaviour.healthy().saying(new Content.ExamTaker(crib, talent, new Contents.Words(20)));
    if (thinks) {
      behaviour = behaviour.thinking(ThoughtField.THINK_TAGS, "let me see: 7, no, 12, ตอบ");
    }
    if (refusesTools) {
      behaviour = behaviour.strict("no_tools");
    }
    if (fails > 0) {
      behaviour =
          behaviour
              .failingSometimes(fails / 3, Fault.status(503))
              .failingSometimes(fails / 3, Fault.reset())
              .failingSometimes(fails / 3, Fault.malformed(Fault.Nonsense.TRUNCATED_JSON));
    }
    return behaviour;
  }
}
