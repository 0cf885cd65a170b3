package sml.gateway.school.generators;

import java.util.ArrayList;
import java.util.List;

/** All orders of a few things. */
final class Permutations {
  private Permutations() {}

  /** Each order of 0 to {@code count - 1}. */
  static List<List<Integer>> of(int count) {
    List<List<Integer>> all = List.of(List.of());
    for (int next = 0; next < count; next++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> order : all) {
        for (int at = 0; at <= order.size(); at++) {
          List<Integer> one = new ArrayList<>(order);
          one.add(at, next);
          longer.add(List.copyOf(one));
        }
      }
      all = longer;
    }
    return List.copyOf(all);
  }
}
