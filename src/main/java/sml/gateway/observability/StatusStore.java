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
      select id, name, provider, model_id, context_length, tier, first_seen, change,
        case when change <> 'new' then last_seen end as last_seen,
        case when change = 'new' then checked end as checked,
        row_number() over (partition by change order by first_seen desc, id) as place
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
            "select provider, model_id as model from models"
                + " where not hidden and chat and missing_since is null")
        .query(ModelRef.class)
        .list();
  }

  /** Chat models whose provider is in use. */
  int known() {
    return jdbc.sql("select count(*) from models where not hidden and chat")
        .query(Integer.class)
        .single();
  }

  /** At most {@code most} of each kind of change, newest first. */
  List<StatusSnapshot.Changed> changes(int most) {
    return jdbc.sql("select * from (" + CHANGES + ") as ranked where place <= :most order by place")
        .param("most", most)
        .query(StatusSnapshot.Changed.class)
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
        .query(WorkerLogRow.class)
        .list();
  }
}
