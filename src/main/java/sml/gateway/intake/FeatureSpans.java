package sml.gateway.intake;

import java.util.Arrays;

/** Which characters of the prompt each feature was read from; kept only to explain a decision. */
final class FeatureSpans {
  private int[] pairs = new int[2048];

  void put(int feature, int from, int to) {
    if (2 * feature + 1 >= pairs.length) {
      pairs = Arrays.copyOf(pairs, pairs.length * 2);
    }
    pairs[2 * feature] = from;
    pairs[2 * feature + 1] = to;
  }

  /** The text of a feature, or the name of its structural sign. */
  String text(int feature, String prompt) {
    int from = pairs[2 * feature];
    int to = pairs[2 * feature + 1];
    return from < 0 ? PromptShape.name(to) : prompt.substring(start(from, prompt), end(to, prompt));
  }

  /** Part of a Latin word is shown as the whole word. */
  private static int start(int from, String prompt) {
    int at = from;
    while (at > 0 && isLatin(prompt.charAt(at)) && isLatin(prompt.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static int end(int to, String prompt) {
    int at = to;
    while (at < prompt.length() && isLatin(prompt.charAt(at)) && isLatin(prompt.charAt(at - 1))) {
      at++;
    }
    return at;
  }

  private static boolean isLatin(char c) {
    return c < 0x250 && Character.isLetter(c);
  }
}
