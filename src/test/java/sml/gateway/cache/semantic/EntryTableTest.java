package sml.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sml.gateway.cache.semantic.embedding.Embedding;
import sml.gateway.cache.semantic.guard.QuestionReader;
import sml.gateway.modelhealth.HandClock;

class EntryTableTest {
  private static final QuestionReader READER = new QuestionReader();
  private final HandClock clock = new HandClock();
  private final EntryTable table = new EntryTable(3, Duration.ofHours(1), clock);

  private SemanticEntry entry(String id, String partition, String model, float... vector) {
    var text = "What is " + id + "?";
    return new SemanticEntry(
        new LastQuestion(partition, text),
        READER.read(text),
        model,
        Embedding.of(vector).vector(),
        SampleQuestions.answer(id, id, clock.instant()),
        LearnedThreshold.of(0.92),
        0,
        clock.instant());
  }

  @Test
  void findsTheNearestOfThePartitionAndTheModelOnly() {
    table.put(entry("one", "p", "m", 1, 0));
    table.put(entry("other", "q", "m", 0, 1));
    table.put(entry("third", "p", "n", 0, 1));
    var nearest = Objects.requireNonNull(table.nearest("p", "m", new float[] {0, 1}));
    assertThat(nearest.id()).isEqualTo("one");
    assertThat(table.nearest("r", "m", new float[] {0, 1})).isNull();
    assertThat(table.nearest("p", "m", new float[] {0, 1, 0})).isNull();
  }

  @Test
  void forgetsTheLeastRecentlyUsed() {
    table.put(entry("one", "p", "m", 1, 0));
    table.put(entry("two", "p", "m", 1, 1));
    table.put(entry("three", "p", "m", 0, 1));
    assertThat(table.get("one")).isNotNull();
    table.put(entry("four", "p", "m", 1, 2));
    assertThat(table.get("two")).isNull();
    assertThat(table.get("one")).isNotNull();
    assertThat(table.size()).isEqualTo(3);
  }

  @Test
  void keepsTheNewestOfAQuestion() {
    table.put(entry("one", "p", "m", 1, 0));
    var again = entry("one", "p", "m", 1, 0);
    var newer = SampleQuestions.answer("newer", "newer", clock.instant());
    table.put(
        new SemanticEntry(
            again.asked(),
            again.question(),
            "m",
            again.vector(),
            newer,
            again.threshold(),
            0,
            clock.instant()));
    var found = Objects.requireNonNull(table.sameWords("p", again.question().key()));
    assertThat(found.id()).isEqualTo("newer");
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void findsTheSameAsAPlainSearchAmongTenThousand() {
    var large = new EntryTable(10_000, Duration.ofHours(1), clock);
    var random = new Random(7);
    var vectors = new float[10_000][];
    for (int at = 0; at < vectors.length; at++) {
      vectors[at] = vector(random);
      large.put(entry("entry" + at, "p", "m", vectors[at]));
    }
    for (int round = 0; round < 20; round++) {
      float[] asked = vector(random);
      int best = 0;
      for (int at = 1; at < vectors.length; at++) {
        if (dot(asked, vectors[at]) > dot(asked, vectors[best])) {
          best = at;
        }
      }
      var nearest = Objects.requireNonNull(large.nearest("p", "m", asked));
      assertThat(nearest.id()).isEqualTo("entry" + best);
    }
  }

  private static float[] vector(Random random) {
    var vector = new float[64];
    for (int at = 0; at < vector.length; at++) {
      vector[at] = (float) random.nextGaussian();
    }
    return Embedding.of(vector).vector();
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int at = 0; at < one.length; at++) {
      sum += (double) one[at] * other[at];
    }
    return sum;
  }
}
