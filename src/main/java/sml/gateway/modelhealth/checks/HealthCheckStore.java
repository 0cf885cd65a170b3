package sml.gateway.modelhealth.checks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.updates.SkillRecorder.Skill;
import sml.gateway.chat.ModelRef;

/** Tables {@code model_checks} and {@code capability_probes}. */
@Component
final class HealthCheckStore {
  private static final int MOST_KEPT = 20;

  private final JdbcClient db;

  HealthCheckStore(JdbcClient db) {
    this.db = db;
  }

  /** When each model was asked last whether it answers. */
  public Map<String, Instant> checks() {
    return times(db.sql("select model_id, checked_at as at from model_checks"));
  }

  /** How many questions of both kinds each provider was asked since then. */
  public Map<String, Integer> asked(Instant since) {
    Map<String, Integer> asked = new HashMap<>();
    db.sql(
            """
            select provider, count(*) as n from (
              select provider from model_checks where checked_at >= :since
              union all
              select provider from capability_probes where seen_at >= :since and origin = 'probe'
            ) as questions group by provider
            """)
        .param("since", Timestamp.from(since))
        .query(
            row -> {
              asked.put(row.getString("provider"), row.getInt("n"));
            });
    return asked;
  }

  public void checked(ModelRef ref, String status, long latencyMs, Instant at) {
    db.sql(
            """
            insert into model_checks (model_id, provider, status, latency_ms, checked_at)
            values (:id, :provider, :status, :latency, :at)
            on conflict (model_id) do update set status = excluded.status,
              latency_ms = excluded.latency_ms, checked_at = excluded.checked_at
            """)
        .param("id", ref.rowId())
        .param("provider", ref.provider())
        .param("status", status)
        .param("latency", (int) Math.min(latencyMs, Integer.MAX_VALUE))
        .param("at", Timestamp.from(at))
        .update();
  }

  /** When each model's skill was looked at last, by {@code provider:model}. */
  public Map<String, Instant> probes(Skill skill) {
    return times(
        db.sql(
                """
                select model_id, max(seen_at) as at from capability_probes
                where skill = :skill and origin = 'probe' group by model_id
                """)
            .param("skill", word(skill)));
  }

  private static Map<String, Instant> times(JdbcClient.StatementSpec models) {
    Map<String, Instant> times = new HashMap<>();
    models.query(
        row -> {
          times.put(row.getString("model_id"), row.getTimestamp("at").toInstant());
        });
    return times;
  }

  public void seen(SkillObservation one) {
    write(one.ref(), one.skill(), one.able(), one.clear(), one.origin(), one.detail(), one.at());
  }

  /** Saves that a probe showed nothing. */
  public void unclear(ModelRef ref, Skill skill, String detail, Instant at) {
    write(ref, skill, null, false, "probe", detail, at);
  }

  private void write(
      ModelRef ref,
      Skill skill,
      @Nullable Boolean able,
      boolean clear,
      String origin,
      String detail,
      Instant at) {
    db.sql(
            """
            insert into capability_probes
              (model_id, provider, skill, able, clear, origin, detail, seen_at)
            values (:id, :provider, :skill, :able, :clear, :origin, :detail, :at)
            """)
        .param("id", ref.rowId())
        .param("provider", ref.provider())
        .param("skill", word(skill))
        .param("able", able)
        .param("clear", clear)
        .param("origin", origin)
        .param("detail", detail.replace('\0', ' '))
        .param("at", Timestamp.from(at))
        .update();
  }

  /** What was seen of a model's skill lately, oldest first. */
  public List<SkillObservation> of(ModelRef ref, Skill skill) {
    return db.sql(
            """
            select * from (
              select * from capability_probes
              where model_id = :id and skill = :skill and able is not null
              order by seen_at desc, id desc limit :most
            ) as latest order by seen_at, id
            """)
        .param("id", ref.rowId())
        .param("skill", word(skill))
        .param("most", MOST_KEPT)
        .query((row, index) -> observation(ref, skill, row))
        .list();
  }

  private static SkillObservation observation(ModelRef ref, Skill skill, ResultSet row)
      throws SQLException {
    return new SkillObservation(
        ref,
        skill,
        row.getBoolean("able"),
        row.getBoolean("clear"),
        row.getString("origin"),
        row.getString("detail"),
        row.getTimestamp("seen_at").toInstant());
  }

  private static String word(Skill skill) {
    return skill.name().toLowerCase(Locale.ROOT);
  }
}
