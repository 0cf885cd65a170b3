package sml.gateway.simulation.speech;

import java.util.Map;
import sml.gateway.chat.Category;

/**
 * How able a simulated model is.
 *
 * @param usual share of right answers where nothing else is said, 0 to 1
 * @param rates share of right answers by category
 * @param thai it can read and write Thai; else it gets wrong whatever needs Thai
 */
public record Talent(double usual, Map<Category, Double> rates, boolean thai) {

  public Talent {
    rates = Map.copyOf(rates);
  }

  /** Equally able in everything, Thai included. */
  public static Talent of(double share) {
    return new Talent(share, Map.of(), true);
  }

  /** The share of right answers in a category. */
  public double in(Category category) {
    return rates.getOrDefault(category, usual);
  }
}
