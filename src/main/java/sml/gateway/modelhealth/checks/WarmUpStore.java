package sml.gateway.modelhealth.checks;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;

/** Table {@code warmup_pings}. */
@Component
final class WarmUpStore {
  private final JdbcClient db;

  WarmUpStore(JdbcClient db) {
    this.db = db;
  }

  /** One ping; over a connection alone, or with tokens. */
  record Ping(ModelRef ref, boolean tokens, boolean ok, long latencyMs) {}

  /**
   * All pings of one run.
   *
   * @param planned how many models it meant to ping; more than it did when it was cut off
   */
  record Run(Instant at, int planned, int models, int ok, int tokens) {
    boolean cutOff() {
      return models < planned;
    }
  }

  void write(Instant runAt, int planned, Ping ping) {
    db.sql(
            """
            insert into warmup_pings (run_at, planned, model_id, kind, ok, latency_ms)
            values (:at, :planned, :id, :kind, :ok, :latency)
            """)
        .param("at", Timestamp.from(runAt))
        .param("planned", planned)
        .param("id", ping.ref().rowId())
        .param("kind", ping.tokens() ? "tokens" : "connection")
        .param("ok", ping.ok())
        .param("latency", (int) Math.min(ping.latencyMs(), Integer.MAX_VALUE))
        .update();
  }

  /** How many pings with tokens each model had since then, by {@code provider:model}. */
  Map<String, Integer> tokenPings(Instant since) {
    Map<String, Integer> pings = new HashMap<>();
    db.sql(
            """
            select model_id, count(*) as n from warmup_pings
            where kind = 'tokens' and run_at >= :since group by model_id
            """)
        .param("since", Timestamp.from(since))
        .query(
            row -> {
              pings.put(row.getString("model_id"), row.getInt("n"));
            });
    return pings;
  }

  /** The runs since then that pinged a model, newest first. */
  List<Run> runs(Instant since) {
    return db.sql(
            """
            select run_at as at, coalesce(max(planned), count(*)) as planned, count(*) as models,
              count(*) filter (where ok) as ok,
              count(*) filter (where kind = 'tokens') as tokens
            from warmup_pings where run_at >= :since group by run_at order by run_at desc
            """)
        .param("since", Timestamp.from(since))
        .query(Run.class)
        .list();
  }

  void dropBefore(Instant time) {
    db.sql("delete from warmup_pings where run_at < :time")
        .param("time", Timestamp.from(time))
        .update();
  }
}
