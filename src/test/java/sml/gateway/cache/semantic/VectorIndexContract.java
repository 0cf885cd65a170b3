package sml.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sml.gateway.cache.embedding.Embedding;
import sml.gateway.modelhealth.HandClock;

/** What every search for the nearest vector keeps to, wherever the vectors are. */
abstract class VectorIndexContract {
  static final Duration TTL = Duration.ofHours(1);

  /** As many as MiniLM makes. */
  private static final int DIMENSIONS = 384;

  private static final int SUBJECTS = 500;
  private static final int ROUNDS = 200;

  final HandClock clock = new HandClock();

  /** Remembers entries. */
  abstract void put(List<SemanticEntry> entries);

  /** Forgets an entry. */
  abstract void remove(String id);

  /** The search through what is remembered. */
  abstract VectorIndex index(String model, int dimensions);

  private SemanticEntry entry(String id, String partition, String model, float... vector) {
    return SampleQuestions.entry(clock.instant(), id, partition, model, vector);
  }

  @Test
  void theNearestOfThePartitionAndTheModelIsFound() {
    put(
        List.of(
            entry("near", "p", "m", 1, 2, 0),
            entry("far", "p", "m", 1, 0, 0),
            entry("of another partition", "q", "m", 0, 1, 0),
            entry("of another model", "p", "n", 0, 1, 0)));
    var found = index("m", 3).nearest("p", "m", new float[] {0, 1, 0});
    assertThat(Objects.requireNonNull(found).id()).isEqualTo("near");
    assertThat(found.similarity()).isCloseTo(2 / Math.sqrt(5), within(1e-5));
  }

  @Test
  void nothingIsFoundWhereThereIsNothingToCompare() {
    put(List.of(entry("one", "p", "m", 1, 0, 0)));
    var index = index("m", 3);
    assertThat(index.nearest("q", "m", new float[] {1, 0, 0})).isNull();
    assertThat(index.nearest("p", "n", new float[] {1, 0, 0})).isNull();
    assertThat(index.nearest("p", "m", new float[] {1, 0})).isNull();
    assertThat(index.nearest("p", "m", new float[] {1, 0, 0})).isNotNull();
  }

  @Test
  void whatIsForgottenIsNotFound() {
    put(List.of(entry("near", "p", "m", 0, 1, 0), entry("far", "p", "m", 1, 0, 0)));
    var index = index("m", 3);
    remove("near");
    var found = index.nearest("p", "m", new float[] {0, 1, 0});
    assertThat(Objects.requireNonNull(found).id()).isEqualTo("far");
    remove("far");
    assertThat(index.nearest("p", "m", new float[] {0, 1, 0})).isNull();
  }

  @Test
  void anotherVectorTakesThePlaceOfTheFirst() {
    put(List.of(entry("moves", "p", "m", 0, 1, 0), entry("stays", "p", "m", 0, 1, 1)));
    var index = index("m", 3);
    put(List.of(entry("moves", "p", "m", 1, 0, 0)));
    var found = index.nearest("p", "m", new float[] {0, 1, 0});
    assertThat(Objects.requireNonNull(found).id()).isEqualTo("stays");
  }

  @Test
  void whatIsTooOldIsNotFound() {
    put(List.of(entry("old", "p", "m", 0, 1, 0)));
    clock.pass(TTL.plusSeconds(1));
    put(List.of(entry("new", "p", "m", 1, 0, 0)));
    var found = index("m", 3).nearest("p", "m", new float[] {0, 1, 0});
    assertThat(Objects.requireNonNull(found).id()).isEqualTo("new");
  }

  @Test
  void aSmallPartitionIsFoundBehindThousandsThatAreNearer() {
    var entries = new ArrayList<SemanticEntry>();
    for (int at = 0; at < 3_000; at++) {
      entries.add(entry("near" + at, "large", "m", at / 3_000f, 10, 0));
    }
    entries.add(entry("own", "small", "m", 1, 0, 1));
    put(entries);
    var found = index("m", 3).nearest("small", "m", new float[] {0, 1, 0});
    assertThat(Objects.requireNonNull(found).id()).isEqualTo("own");
  }

  @Test
  void ofTenThousandTheNearestIsFoundNinetyNineTimesOfAHundred() {
    var random = new Random(3);
    var entries = new ArrayList<SemanticEntry>();
    for (int at = 0; at < 10_000; at++) {
      entries.add(entry("id" + at, "p", "m", likeAQuestion(random)));
    }
    put(entries);
    var index = index("m", DIMENSIONS);
    int right = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var asked = Embedding.of(likeAQuestion(random)).vector();
      var found = index.nearest("p", "m", asked);
      right += Objects.requireNonNull(found).id().equals(nearest(entries, asked)) ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(ROUNDS * 99 / 100);
  }

  /** Near one of a few directions, as questions about one subject are. */
  private static float[] likeAQuestion(Random random) {
    var vector = new float[DIMENSIONS];
    var direction = new Random(random.nextInt(SUBJECTS));
    for (int at = 0; at < vector.length; at++) {
      vector[at] = (float) (direction.nextGaussian() + 0.4 * random.nextGaussian());
    }
    return vector;
  }

  private static String nearest(List<SemanticEntry> entries, float[] asked) {
    String best = "";
    double most = -2;
    for (var entry : entries) {
      double cosine = dot(asked, Objects.requireNonNull(entry.vector()));
      if (cosine > most) {
        most = cosine;
        best = entry.id();
      }
    }
    return best;
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int at = 0; at < one.length; at++) {
      sum += (double) one[at] * other[at];
    }
    return sum;
  }
}
