package sml.gateway.simulation.demo;

import java.util.EnumMap;
import java.util.Map;
import sml.gateway.chat.Category;
import sml.gateway.simulation.AnswerKey;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Talent;

/**
 * How able the models of the demo are: larger ones more than smaller ones, each good at what its
 * name speaks of, and only those that write Thai know Thai.
 */
final class DemoTalents {
  private static final double SMALL = 0.6;
  private static final double USUAL = 0.82;
  private static final double LARGE = 0.93;
  private static final double FAVOURITE = 0.99;

  private DemoTalents() {}

  /** The content, made able to answer exam questions by the key. */
  static Content able(String model, Content content, AnswerKey key) {
    return content instanceof Content.Thinking thinking
        ? new Content.Thinking(
            thinking.field(), thinking.thoughts(), able(model, thinking.then(), key))
        : new Content.ExamTaker(key, talent(model, content), content);
  }

  static Talent talent(String model, Content content) {
    boolean thai = content instanceof Content.Lifelike lifelike && lifelike.thai();
    Map<Category, Double> rates = new EnumMap<>(Category.class);
    if (thai) {
      rates.put(Category.THAI, model.contains("siam") ? FAVOURITE : LARGE);
    }
    if (model.contains("json")) {
      rates.put(Category.JSON, FAVOURITE);
      rates.put(Category.EXTRACTION, FAVOURITE);
    }
    if (model.contains("reasoning")) {
      rates.put(Category.REASONING, FAVOURITE);
      rates.put(Category.MATH, FAVOURITE);
    }
    double usual = model.contains("small") ? SMALL : model.contains("large") ? LARGE : USUAL;
    return new Talent(usual, rates, thai);
  }
}
