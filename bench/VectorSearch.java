import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Random;
import sml.gateway.cache.embedding.Embedding;

/**
 * How much time of a processor an exact search of a partition takes: the cosine of one vector of
 * 384 numbers with each of 10,000, by the loop that the semantic cache uses. No incubating module
 * is needed.
 *
 * <p>usage: java -cp target/classes bench/VectorSearch.java [vectors, default 10000] [rounds]
 */
final class VectorSearch {
  private static final int SIZE = 384;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  public static void main(String[] arguments) {
    int vectors = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
    var chance = new Random(1);
    var all = new float[vectors][];
    for (int at = 0; at < vectors; at++) {
      all[at] = vector(chance);
    }
    var micros = new double[rounds];
    double sum = 0;
    for (int round = -rounds / 4; round < rounds; round++) {
      var asked = vector(chance);
      long before = CLOCK.getCurrentThreadCpuTime();
      sum += nearest(all, asked);
      if (round >= 0) {
        micros[round] = (CLOCK.getCurrentThreadCpuTime() - before) / 1e3;
      }
    }
    Arrays.sort(micros);
    System.out.printf(
        "%d vectors of %d numbers: p50 %.0f us, p99 %.0f us (checksum %.3f)%n",
        vectors, SIZE, micros[rounds / 2], micros[rounds * 99 / 100], sum);
  }

  private static double nearest(float[][] all, float[] asked) {
    double best = -2;
    for (var each : all) {
      best = Math.max(best, Embedding.cosine(asked, each));
    }
    return best;
  }

  private static float[] vector(Random chance) {
    var any = new float[SIZE];
    for (int at = 0; at < SIZE; at++) {
      any[at] = (float) chance.nextGaussian();
    }
    return Embedding.of(any).vector();
  }
}
