package sml.gateway.cache.semantic.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Pairs of questions with what a person says of them. */
final class Pairs {
  private Pairs() {}

  /**
   * @param same the answer to one answers the other
   * @param heldBack was not looked at while rules were written
   */
  record Pair(boolean same, String kind, String one, String other, boolean heldBack) {}

  /** Those by which rules were tuned, or that were held back meanwhile. */
  static List<Pair> of(String language) throws IOException {
    return read("pairs-" + language);
  }

  /** Those that were written before a look at the rules. */
  static List<Pair> unseen(String language) throws IOException {
    return read("unseen-" + language);
  }

  /** Those that differ in signs or small words. */
  static List<Pair> signs(String language) throws IOException {
    return read("signs-" + language);
  }

  private static List<Pair> read(String file) throws IOException {
    var in = Objects.requireNonNull(Pairs.class.getResourceAsStream("/semantic/" + file + ".txt"));
    var pairs = new ArrayList<Pair>();
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (var line : reader.lines().filter(text -> !text.startsWith("#")).toList()) {
        var part = line.split(" \\| ");
        pairs.add(
            new Pair(part[0].equals("same"), part[1], part[2], part[3], pairs.size() % 2 == 1));
      }
    }
    return pairs;
  }
}
