package sml.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import sml.gateway.cache.semantic.guard.QuestionReader;
import sml.gateway.modelhealth.HandClock;
import sml.gateway.testkit.TestDatabase;
import sml.gateway.testkit.VectorDatabase;

/** One contract for the search in memory and the search by pgvector in a real PostgreSQL. */
class VectorIndexTest {

  @Test
  void pgVectorIsNotUsedWhereTheDatabaseHasNoExtension() {
    var vectors = SampleQuestions.vectors(TestDatabase.dataSource(), new HandClock());
    vectors.prepare("m", 3);
    assertThat(vectors.has("m", 3)).isFalse();
    assertThat(vectors.nearest("p", "m", new float[] {1, 0, 0})).isNull();
  }

  @Nested
  class InMemory extends VectorIndexContract {
    private final EntryTable table = new EntryTable(10_000, TTL, clock);

    @Override
    void put(List<SemanticEntry> entries) {
      entries.forEach(table::put);
    }

    @Override
    void remove(String id) {
      table.remove(id);
    }

    @Override
    VectorIndex index(String model, int dimensions) {
      return table;
    }
  }

  @Nested
  @TestInstance(Lifecycle.PER_CLASS)
  class InPostgres extends VectorIndexContract {
    private final SingleConnectionDataSource source = new SingleConnectionDataSource();

    @BeforeAll
    void begin() {
      var database = VectorDatabase.fresh("semantic_cache_test");
      source.setUrl(database.getUrl());
      source.setUsername(Objects.requireNonNull(database.getUser()));
      source.setPassword(Objects.requireNonNull(database.getPassword()));
      source.setSuppressClose(true);
    }

    @AfterAll
    void end() {
      source.destroy();
    }

    @BeforeEach
    void forgetAll() {
      sql().sql("delete from semantic_cache").update();
    }

    private JdbcClient sql() {
      return JdbcClient.create(source);
    }

    private SemanticCacheStore store() {
      return new SemanticCacheStore(sql(), new QuestionReader());
    }

    @Override
    void put(List<SemanticEntry> entries) {
      var rows = entries.stream().map(each -> new SemanticRows.Row(each.id(), each)).toList();
      // one commit instead of thousands
      new TransactionTemplate(new DataSourceTransactionManager(source))
          .executeWithoutResult(status -> store().write(rows));
      sql().sql("analyze semantic_cache").update();
    }

    @Override
    void remove(String id) {
      store().write(List.of(new SemanticRows.Row(id, null)));
    }

    @Override
    VectorIndex index(String model, int dimensions) {
      var vectors = SampleQuestions.vectors(source, clock);
      vectors.prepare(model, dimensions);
      assertThat(vectors.has(model, dimensions)).as("pgvector is there").isTrue();
      return vectors;
    }

    @Override
    @Test
    void ofTenThousandTheNearestIsFoundNinetyNineTimesOfAHundred() {
      super.ofTenThousandTheNearestIsFoundNinetyNineTimesOfAHundred();
      sql().sql("select pg_stat_force_next_flush()").query((row, n) -> n).list();
      assertThat(
              sql()
                  .sql(
                      "select idx_scan from pg_stat_user_indexes"
                          + " where indexrelname = 'semantic_cache_vector_384'")
                  .query(Long.class)
                  .single())
          .as("searches by the index of vectors")
          .isGreaterThanOrEqualTo(100);
    }
  }
}
