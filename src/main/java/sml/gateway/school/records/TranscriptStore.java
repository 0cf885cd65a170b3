package sml.gateway.school.records;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;

/**
 * Tables {@code model_category_scores}, {@code exam_standings} and {@code runoff_answers}: the
 * summary of all answers at a level.
 */
@Component
public class TranscriptStore {
  private static final int BATCH = 500;

  private static final String STANDING =
      """
      insert into exam_standings (model_id, exam_level, passed, score_pct, weight, low_pct,
        high_pct, attempts, attempt_id, finished_at, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String SCORE =
      """
      insert into model_category_scores (model_id, category, score_pct, passed_count,
        total_count, weight, low_pct, high_pct, exam_level, attempt_id, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String OUTCOMES =
      """
      select a.model_id, w.category, true as exam, a.finished_at as at,
        count(*) filter (where w.passed) as passed, count(*) as total
      from exam_attempts a join exam_answers w on w.attempt_id = a.id
      where a.status = 'finished' and a.exam_level = :level and a.finished_at > :since
        and w.state = 'answered' and (:model::text is null or a.model_id = :model)
      group by a.id, w.category
      union all
      select model_id, category, false, max(answered_at),
        count(*) filter (where passed), count(*)
      from runoff_answers where exam_level = :level and answered_at > :since
        and (:model::text is null or model_id = :model)
      group by model_id, category, date_trunc('day', answered_at)
      """;

  private static final String LAST_EXAMS =
      """
      select distinct on (model_id) model_id, id as attempt_id, passed, finished_at as at,
        count(*) over (partition by model_id) as number
      from exam_attempts
      where status = 'finished' and exam_level = :level
        and (:model::text is null or model_id = :model)
      order by model_id, started_at desc, id desc
      """;

  private final JdbcClient db;
  private final JdbcTemplate batches;

  TranscriptStore(JdbcTemplate jdbc) {
    this.db = JdbcClient.create(jdbc);
    this.batches = jdbc;
  }

  /** A row of {@code exam_standings}. */
  public record StandingRow(
      String modelId,
      boolean passed,
      double share,
      double weight,
      double low,
      double high,
      int attempts,
      long attemptId,
      Instant finishedAt) {}

  /** A row of {@code model_category_scores}. */
  public record ScoreRow(
      String modelId,
      Category category,
      double share,
      int passed,
      int total,
      double weight,
      double low,
      double high,
      long attemptId) {}

  /** Answers of a model in a category, unweighted. */
  public record AnswerCounts(String modelId, int passed, int total) {}

  /** The last finished exam of a model at a level. */
  public record LastExam(String modelId, long attemptId, boolean passed, Instant at, int number) {}

  /**
   * Locks exam standings, scores, teachers and the ends of attempts until the end of the
   * transaction. Every writer takes this lock first, so there are no deadlocks and what was read
   * stays true.
   */
  public void lock() {
    db.sql("select version from school_version for update").query(Long.class).single();
  }

  /** True when an exam standing is of another level. */
  boolean mixes(String level) {
    return db.sql("select exists (select 1 from exam_standings where exam_level <> :level)")
        .param("level", level)
        .query(Boolean.class)
        .single();
  }

  /**
   * What models showed at a level since then, exams and tie breaks.
   *
   * @param modelId the only model to return; null for all
   */
  List<ExamOutcome> outcomes(String level, Instant since, @Nullable String modelId) {
    return db.sql(OUTCOMES)
        .param("level", level)
        .param("since", AttemptStore.at(since))
        .param("model", modelId)
        .query(TranscriptStore::outcome)
        .list();
  }

  /**
   * The last finished exam of models at a level, with how many each finished.
   *
   * @param modelId the only model to return; null for all
   */
  List<LastExam> lastExams(String level, @Nullable String modelId) {
    return db.sql(LAST_EXAMS)
        .param("level", level)
        .param("model", modelId)
        .query(LastExam.class)
        .list();
  }

  /** The answers that the scores of a category are based on, by the model's id in tables. */
  public Map<String, AnswerCounts> counts(Category category) {
    return db
        .sql(
            """
            select model_id, passed_count as passed, total_count as total
            from model_category_scores where category = :category
            """)
        .param("category", category.id())
        .query(AnswerCounts.class)
        .list()
        .stream()
        .collect(toMap(AnswerCounts::modelId, identity()));
  }

  /** Deletes the exam standing and the scores of a model; null for all. */
  void clear(@Nullable String modelId) {
    for (String table : List.of("exam_standings", "model_category_scores")) {
      db.sql("delete from " + table + " where :model::text is null or model_id = :model")
          .param("model", modelId)
          .update();
    }
  }

  /** Deletes every attempt with its answers, and all scores; returns how many attempts. */
  int forget() {
    clear(null);
    db.sql("delete from runoff_answers").update();
    return db.sql("delete from exam_attempts").update();
  }

  /** Writes exam standings and scores of models that have none. */
  void write(String level, List<StandingRow> standings, List<ScoreRow> scores, Instant now) {
    batches.batchUpdate(
        STANDING, standings, BATCH, (statement, row) -> bind(statement, values(row, level, now)));
    batches.batchUpdate(
        SCORE, scores, BATCH, (statement, row) -> bind(statement, values(row, level, now)));
  }

  private static Object[] values(StandingRow row, String level, Instant now) {
    return new Object[] {
      row.modelId(),
      level,
      row.passed(),
      100 * row.share(),
      row.weight(),
      100 * row.low(),
      100 * row.high(),
      row.attempts(),
      row.attemptId(),
      AttemptStore.at(row.finishedAt()),
      AttemptStore.at(now)
    };
  }

  private static Object[] values(ScoreRow row, String level, Instant now) {
    return new Object[] {
      row.modelId(),
      row.category().id(),
      100 * row.share(),
      row.passed(),
      row.total(),
      row.weight(),
      100 * row.low(),
      100 * row.high(),
      level,
      row.attemptId(),
      AttemptStore.at(now)
    };
  }

  private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** Adds the answers of tie breaks. */
  public void add(List<TieBreakRow> rows) {
    batches.batchUpdate(
        """
        insert into runoff_answers (model_id, exam_level, category, question_id, seed, answer,
          passed, latency_ms, answered_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        rows,
        BATCH,
        (statement, row) -> {
          Object[] values = {
            row.modelId(),
            row.level(),
            row.category().id(),
            row.questionId(),
            row.seed(),
            AnswerStore.storable(row.answer()),
            row.passed(),
            (int) row.latencyMs(),
            AttemptStore.at(row.at())
          };
          bind(statement, values);
        });
  }

  /** A row of {@code runoff_answers}. */
  public record TieBreakRow(
      String modelId,
      String level,
      Category category,
      String questionId,
      long seed,
      String answer,
      boolean passed,
      long latencyMs,
      Instant at) {}

  private static ExamOutcome outcome(ResultSet row, int index) throws SQLException {
    return new ExamOutcome(
        ModelRef.ofRow(row.getString("model_id")),
        Category.valueOf(row.getString("category").toUpperCase(Locale.ROOT)),
        row.getBoolean("exam"),
        row.getTimestamp("at").toInstant(),
        row.getInt("passed"),
        row.getInt("total"));
  }
}
