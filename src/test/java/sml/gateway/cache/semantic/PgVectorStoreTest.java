package sml.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Random;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import sml.gateway.cache.semantic.embedding.Embedding;
import sml.gateway.cache.semantic.guard.QuestionReader;
import sml.gateway.modelhealth.HandClock;
import sml.gateway.testkit.TestDatabase;

/** The search by pgvector and the one in memory find the same; needs DATABASE_URL. */
class PgVectorStoreTest {
  private static final int ENTRIES = 10_000;
  private final HandClock clock = new HandClock();
  private final QuestionReader reader = new QuestionReader();

  @Test
  void isNotUsedWhereTheDatabaseHasNoExtension() {
    var vectors = new PgVectorStore(JdbcClient.create(TestDatabase.dataSource()), clock);
    vectors.prepare("m", 3);
    assertThat(vectors.has("m", 3)).isFalse();
    assertThat(vectors.nearest("p", "m", new float[] {1, 0, 0})).isNull();
  }

  @Test
  void findsTheSameNeighboursAsTheSearchInMemory() {
    var source = RealDatabase.fresh();
    assumeThat(source).as("DATABASE_URL of a PostgreSQL with pgvector").isNotNull();
    var jdbc = JdbcClient.create(Objects.requireNonNull(source));
    var vectors = new PgVectorStore(jdbc, clock);
    var table = new EntryTable(ENTRIES, Duration.ofHours(1), clock);
    var random = new Random(3);
    var rows = new ArrayList<SemanticRows.Row>();
    for (int at = 0; at < ENTRIES; at++) {
      var entry = entry(at, random);
      table.put(entry);
      rows.add(new SemanticRows.Row(entry.id(), entry));
    }
    new SemanticCacheStore(jdbc, reader).write(rows);
    vectors.prepare("m", 64);
    assertThat(vectors.has("m", 64)).isTrue();
    assertThat(vectors.nearest("other", "m", vector(random))).isNull();
    assertThat(vectors.nearest("p", "other", vector(random))).isNull();
    int equal = 0;
    for (int round = 0; round < 200; round++) {
      var asked = vector(random);
      var inMemory = Objects.requireNonNull(table.nearest("p", "m", asked));
      var stored = Objects.requireNonNull(vectors.nearest("p", "m", asked));
      equal += stored.id().equals(inMemory.id()) ? 1 : 0;
    }
    assertThat(equal).isGreaterThanOrEqualTo(198);
  }

  private SemanticEntry entry(int number, Random random) {
    var text = "What is entry " + number + "?";
    return new SemanticEntry(
        new LastQuestion("p", text),
        reader.read(text),
        "m",
        vector(random),
        SampleQuestions.answer("id" + number, "So.", clock.instant()),
        LearnedThreshold.of(0.92),
        0,
        clock.instant());
  }

  /** Near one of a few directions, as questions are. */
  private static float[] vector(Random random) {
    var vector = new float[64];
    int subject = random.nextInt(500);
    var direction = new Random(subject);
    for (int at = 0; at < vector.length; at++) {
      vector[at] = (float) (direction.nextGaussian() + 0.4 * random.nextGaussian());
    }
    return Embedding.of(vector).vector();
  }

  /** A database of its own on the server that the environment names. */
  private static final class RealDatabase {
    private static final String NAME = "semantic_cache_test";

    static @Nullable DataSource fresh() {
      var url = System.getenv("DATABASE_URL");
      if (url == null) {
        return null;
      }
      var given = URI.create(url);
      var sql = JdbcClient.create(connect(given, given.getPath().substring(1)));
      sql.sql("drop database if exists " + NAME + " with (force)").update();
      sql.sql("create database " + NAME).update();
      var source = connect(given, NAME);
      Flyway.configure().dataSource(source).outOfOrder(true).load().migrate();
      return source;
    }

    private static DataSource connect(URI given, String database) {
      var source = new PGSimpleDataSource();
      source.setServerNames(new String[] {given.getHost()});
      source.setPortNumbers(new int[] {given.getPort()});
      source.setDatabaseName(database);
      var user = given.getUserInfo().split(":", 2);
      source.setUser(user[0]);
      source.setPassword(user[1]);
      return source;
    }
  }
}
