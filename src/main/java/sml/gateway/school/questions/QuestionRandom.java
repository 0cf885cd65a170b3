package sml.gateway.school.questions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Draws of one question; the same seed draws the same. */
public final class QuestionRandom {
  private final RandomGenerator random;

  private QuestionRandom(RandomGenerator random) {
    this.random = random;
  }

  /** The chance of a question in an exam of that seed. */
  public static QuestionRandom of(long seed, String question) {
    long mixed = seed;
    for (int i = 0; i < question.length(); i++) {
      mixed = mixed * 0x9E3779B97F4A7C15L + question.charAt(i);
    }
    return new QuestionRandom(new SplittableRandom(mixed));
  }

  /** A whole number from {@code least} to {@code most}, both included. */
  public int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** A multiple of {@code step} from {@code least} to {@code most}, both multiples of it. */
  public int between(int least, int most, int step) {
    return step * between(least / step, most / step);
  }

  public <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** {@code count} different places of the list, in random order. */
  public <T> List<T> some(int count, List<T> from) {
    return List.copyOf(shuffled(from).subList(0, count));
  }

  public <T> List<T> shuffled(List<T> from) {
    var all = new ArrayList<>(from);
    for (int i = all.size() - 1; i > 0; i--) {
      Collections.swap(all, i, random.nextInt(i + 1));
    }
    return all;
  }
}
