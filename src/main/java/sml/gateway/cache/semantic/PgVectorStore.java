package sml.gateway.cache.semantic;

import com.pgvector.PGvector;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;
import sml.gateway.cache.CacheSettings;

/**
 * The vectors of the table, searched by pgvector where the database has it. An extension that is
 * added later is found by the next check.
 */
@Component("pgVectorStore")
class PgVectorStore implements VectorIndex {
  private static final Logger LOG = LoggerFactory.getLogger(PgVectorStore.class);
  private static final Duration BETWEEN_CHECKS = Duration.ofMinutes(1);

  /** More candidates than the default of 40, so that the nearest is hardly ever missed. */
  private static final String WIDE_SEARCH = "set_config('hnsw.ef_search', '100', true)";

  /** The nearest of a small partition may be far behind those of others. */
  private static final String SEARCH_ON = "set_config('hnsw.iterative_scan', 'strict_order', true)";

  private final JdbcClient jdbc;
  private final TransactionOperations together;
  private final Duration ttl;
  private final Clock clock;
  private volatile @Nullable Indexed indexed;
  private Instant nextCheck = Instant.MIN;

  PgVectorStore(
      JdbcClient jdbc, TransactionOperations together, CacheSettings caches, Clock clock) {
    this.jdbc = jdbc;
    this.together = together;
    this.ttl = caches.ttl();
    this.clock = clock;
  }

  /**
   * An embedder whose vectors have an index.
   *
   * @param options set for the search alone
   */
  private record Indexed(String model, int dimensions, String options, String search) {}

  /** Makes the index for an embedder unless it is there; one thread at a time. */
  void prepare(String model, int dimensions) {
    if (has(model, dimensions) || clock.instant().isBefore(nextCheck)) {
      return;
    }
    nextCheck = clock.instant().plus(BETWEEN_CHECKS);
    try {
      if (isAvailable()) {
        index(model, dimensions);
        LOG.info("The semantic cache searches by pgvector");
      }
    } catch (DataAccessException refused) {
      LOG.info(
          "pgvector cannot be used, so vectors are searched in memory: {}", refused.toString());
    }
  }

  private boolean isAvailable() {
    return jdbc.sql("select count(*) from pg_available_extensions where name = 'vector'")
            .query(Integer.class)
            .single()
        > 0;
  }

  private void index(String model, int dimensions) {
    var vector = "(embedding::vector(%d))".formatted(dimensions);
    var rows = "array_length(embedding, 1) = %d".formatted(dimensions);
    jdbc.sql("create extension if not exists vector").update();
    jdbc.sql(
            "create index if not exists semantic_cache_vector_%d on semantic_cache using hnsw (%s vector_cosine_ops) where %s"
                .formatted(dimensions, vector, rows))
        .update();
    var search =
        "select query_hash, 1 - (%s <=> cast(:asked as vector(%d))) as similarity from"
            + " semantic_cache where partition = :partition and embedding_model = :model and"
            + " created_at >= :oldest and %s order by %s <=> cast(:asked as vector(%d)) limit 1";
    indexed =
        new Indexed(
            model,
            dimensions,
            options(),
            search.formatted(vector, dimensions, rows, vector, dimensions));
  }

  private String options() {
    boolean goesOn =
        jdbc.sql(
                "select string_to_array(extversion, '.')::int[] >= array[0, 8]"
                    + " from pg_extension where extname = 'vector'")
            .query(Boolean.class)
            .single();
    return "select " + WIDE_SEARCH + (goesOn ? ", " + SEARCH_ON : "");
  }

  /** Whether the vectors of this embedder can be searched here. */
  boolean has(String model, int dimensions) {
    var now = indexed;
    return now != null && now.model().equals(model) && now.dimensions() == dimensions;
  }

  /** As its contract says; a failure is none found. */
  @Override
  public @Nullable Nearest nearest(String partition, String model, float[] vector) {
    var now = indexed;
    if (now == null) {
      return null;
    }
    try {
      return together.execute(status -> search(now, partition, model, vector));
    } catch (DataAccessException | TransactionException failed) {
      LOG.debug("pgvector found nothing", failed);
      return null;
    }
  }

  private @Nullable Nearest search(Indexed in, String partition, String model, float[] vector) {
    jdbc.sql(in.options()).query((row, n) -> n).list();
    return jdbc.sql(in.search())
        .param("asked", new PGvector(vector).getValue())
        .param("partition", partition)
        .param("model", model)
        .param("oldest", Timestamp.from(clock.instant().minus(ttl)))
        .query((row, n) -> new Nearest(row.getString("query_hash"), row.getDouble("similarity")))
        .optional()
        .orElse(null);
  }
}
