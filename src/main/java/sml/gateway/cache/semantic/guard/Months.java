package sml.gateway.cache.semantic.guard;

import java.util.Locale;
import java.util.Set;

/** The names of the months in English. */
final class Months {
  private static final Set<String> NAMES =
      Set.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private Months() {}

  /** Whether a word names a month, written small or large. */
  static boolean has(String word) {
    return NAMES.contains(word.toLowerCase(Locale.ROOT));
  }
}
