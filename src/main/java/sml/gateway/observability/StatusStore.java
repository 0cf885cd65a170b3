package sml.gateway.observability;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.jobs.CycleRunStore;
import sml.gateway.jobs.WorkerStatus;

/** What the status shows of the tables; every method fails with a {@code DataAccessException}. */
@Component("statusStore")
class StatusStore {
  private static final int TIMEOUT_SECONDS = 5;

  // a model of a provider that is out of use is not looked for and therefore not missing
  private static final String CHANGES =
      """
      select *, row_number() over (partition by change order by first_seen desc, id) as place
      from (
        select id, name, provider, model_id, context_length, tier, first_seen, last_seen,
          exists (select 1 from health_logs h where h.model_id = m.id) as checked,
          case
            when first_seen > now() - interval '24 hours' then 'new'
            when last_seen < now() - interval '7 days' then 'expelled'
            when last_seen < now() - interval '48 hours' then 'missing'
            when last_seen < now() - interval '2 hours' then 'warning'
          end as change
        from models m where not hidden and chat
      ) as changed
      where change is not null
      """;

  private final JdbcClient jdbc;
  private final CycleRunStore runs;

  /** A model that came or went; {@code change} names its list in the status. */
  record Change(
      String change,
      String id,
      String name,
      String provider,
      String modelId,
      int contextLength,
      String tier,
      Instant firstSeen,
      Instant lastSeen,
      boolean checked) {}

  /** An entry of the worker log. */
  record WorkerLogRow(String step, String message, String level, Instant createdAt) {}

  StatusStore(DataSource source) {
    var template = new JdbcTemplate(source);
    template.setQueryTimeout(TIMEOUT_SECONDS);
    this.jdbc = JdbcClient.create(template);
    this.runs = new CycleRunStore(source);
  }

  void ping() {
    jdbc.sql("select 1").query(Integer.class).single();
  }

  /** Chat models whose provider is in use and still lists them. */
  List<ModelRef> models() {
    return jdbc.sql(
            "select provider, model_id from models"
                + " where not hidden and chat and missing_since is null")
        .query((row, n) -> new ModelRef(row.getString("provider"), row.getString("model_id")))
        .list();
  }

  /** Chat models whose provider is in use. */
  int known() {
    return jdbc.sql("select count(*) from models where not hidden and chat")
        .query(Integer.class)
        .single();
  }

  /** At most {@code most} of each kind of change, newest first. */
  List<Change> changes(int most) {
    return jdbc.sql("select * from (" + CHANGES + ") as ranked where place <= :most order by place")
        .param("most", most)
        .query(
            (row, n) ->
                new Change(
                    row.getString("change"),
                    row.getString("id"),
                    row.getString("name"),
                    row.getString("provider"),
                    row.getString("model_id"),
                    row.getInt("context_length"),
                    row.getString("tier"),
                    row.getTimestamp("first_seen").toInstant(),
                    row.getTimestamp("last_seen").toInstant(),
                    row.getBoolean("checked")))
        .list();
  }

  WorkerStatus worker() {
    return runs.worker();
  }

  /** The newest entries of the worker log. */
  List<WorkerLogRow> logEntries(int most) {
    return jdbc.sql(
            "select step, message, level, created_at from worker_logs"
                + " order by created_at desc, id desc limit :most")
        .param("most", most)
        .query(
            (row, n) ->
                new WorkerLogRow(
                    row.getString("step"),
                    row.getString("message"),
                    row.getString("level"),
                    row.getTimestamp("created_at").toInstant()))
        .list();
  }
}
