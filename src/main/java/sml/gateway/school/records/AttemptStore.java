package sml.gateway.school.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.hedge.WilsonInterval;
import sml.gateway.json.RawObject;
import sml.gateway.school.paper.QuestionWording;
import sml.gateway.school.records.ExamAttempt.Result;
import sml.gateway.school.records.ExamAttempt.Status;

/** Table {@code exam_attempts}. */
@Component
public class AttemptStore {
  // a round begins many attempts at once; most connections stay free for other work
  private static final int CONNECTIONS = 2;

  // the attempt keeps its own copy of the text, which later changes of the variant do not alter
  private static final String BEGIN =
      """
      with drawn as (
        update question_variants set used_count = used_count + 1, last_used_at = :now
        where id in (select id from question_variants
          where id = any(cast(:variants as bigint[])) and state = 'accepted'
          order by id for update)
        returning id, question_id, prompt)
      insert into exam_attempts (model_id, attempt_number, exam_level, seed, started_at,
        consecutive_fails, consecutive_voids, wordings)
      select :model, :number, :level, :seed, :now, :fails, :voids,
        coalesce(jsonb_object_agg(question_id,
          jsonb_build_object('variant', id, 'prompt', prompt)), '{}')
      from drawn
      on conflict do nothing returning *
      """;

  private final JdbcClient db;
  private final Semaphore connections = new Semaphore(CONNECTIONS);

  AttemptStore(JdbcClient db) {
    this.db = db;
  }

  /** The newest attempt of every model that has one. */
  public Map<ModelRef, ExamAttempt> latest() {
    Map<ModelRef, ExamAttempt> latest = new HashMap<>();
    db.sql(
            """
            select distinct on (model_id) * from exam_attempts
            order by model_id, started_at desc, id desc
            """)
        .query(AttemptStore::row)
        .list()
        .forEach(attempt -> latest.put(attempt.ref(), attempt));
    return latest;
  }

  /**
   * Begins an attempt; empty when another runner has begun one meanwhile.
   *
   * @param variants ids of what is asked instead of the bank's own words; one that was refused in
   *     the meantime is not
   */
  public Optional<ExamAttempt> begin(
      ModelRef ref,
      @Nullable ExamAttempt before,
      String level,
      long seed,
      Collection<Long> variants,
      Instant now) {
    connections.acquireUninterruptibly();
    try {
      return insert(ref, before, level, seed, variants, now);
    } finally {
      connections.release();
    }
  }

  private Optional<ExamAttempt> insert(
      ModelRef ref,
      @Nullable ExamAttempt before,
      String level,
      long seed,
      Collection<Long> variants,
      Instant now) {
    int number = before == null ? 1 : before.number() + 1;
    int fails = before == null ? 0 : before.fails();
    int voids = before == null ? 0 : before.voids();
    return db.sql(BEGIN)
        .param("model", ref.rowId())
        .param("number", number)
        .param("level", level)
        .param("seed", seed)
        .param("now", at(now))
        .param("fails", fails)
        .param("voids", voids)
        .param(
            "variants",
            "{" + String.join(",", variants.stream().map(String::valueOf).toList()) + "}")
        .query(AttemptStore::row)
        .optional();
  }

  /** Ends a running attempt; false when it no longer runs. */
  boolean end(long id, Result result) {
    double share = result.total() == 0 ? 0 : (double) result.right() / result.total();
    WilsonInterval interval = WilsonInterval.of(share, result.total());
    return db.sql(
                """
                update exam_attempts set status = :status, finished_at = :finished,
                  total_questions = :total, passed_questions = :right, skipped_questions = :skipped,
                  score_pct = :score, low_pct = :low, high_pct = :high, passed = :passed,
                  provisional = :provisional, total_latency_ms = :latency, error = :error,
                  next_exam_at = :next, consecutive_fails = :fails, consecutive_voids = :voids
                where id = :id and status = 'running'
                """)
            .param("status", result.status().name().toLowerCase(Locale.ROOT))
            .param("finished", at(result.finishedAt()))
            .param("total", result.total())
            .param("right", result.right())
            .param("skipped", result.skipped())
            .param("score", 100 * share)
            .param("low", 100 * interval.low())
            .param("high", 100 * interval.high())
            .param("passed", result.passed())
            .param("provisional", result.provisional())
            .param("latency", Math.min(result.latencyMs(), Integer.MAX_VALUE))
            .param("error", result.error())
            .param("next", at(result.nextExamAt()))
            .param("fails", result.fails())
            .param("voids", result.voids())
            .param("id", id)
            .update()
        == 1;
  }

  /** Makes a provider's models due again that were examined before then; returns how many. */
  public int dueAgain(String provider, Instant examinedBefore, Instant now) {
    return db.sql(
            """
            update exam_attempts a set next_exam_at = :now
            where status <> 'running' and finished_at < :before and next_exam_at > :now
              and split_part(model_id, ':', 1) = :provider
              and not exists (select 1 from exam_attempts b
                where b.model_id = a.model_id and (b.started_at, b.id) > (a.started_at, a.id))
            """)
        .param("now", at(now))
        .param("before", at(examinedBefore))
        .param("provider", provider)
        .update();
  }

  private static ExamAttempt row(ResultSet row, int index) throws SQLException {
    return new ExamAttempt(
        row.getLong("id"),
        ModelRef.ofRow(row.getString("model_id")),
        row.getInt("attempt_number"),
        row.getString("exam_level"),
        row.getLong("seed"),
        wordings(row.getString("wordings")),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getTimestamp("started_at").toInstant(),
        instant(row, "finished_at"),
        instant(row, "next_exam_at"),
        row.getInt("consecutive_fails"),
        row.getInt("consecutive_voids"));
  }

  private static Map<String, QuestionWording> wordings(String json) {
    Map<String, QuestionWording> wordings = new HashMap<>();
    try {
      for (var each : RawObject.EXACT.readTree(json).properties()) {
        JsonNode wording = each.getValue();
        wordings.put(
            each.getKey(),
            new QuestionWording(wording.path("variant").asLong(), wording.path("prompt").asText()));
      }
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
    return wordings;
  }

  public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  public static @Nullable OffsetDateTime at(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
