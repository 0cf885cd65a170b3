package sml.gateway.school.staff;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.records.TranscriptStore;

/** Table {@code teachers}, and the version that counts changes of what routing reads. */
@Component
class TeacherStore {
  private static final String INSERT =
      """
      insert into teachers (model_id, role, category, score, provisional, reason, appointed_at,
        reappointed_count)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final JdbcClient db;
  private final JdbcTemplate batches;
  private final TranscriptStore transcript;

  TeacherStore(JdbcTemplate jdbc, TranscriptStore transcript) {
    this.db = JdbcClient.create(jdbc);
    this.batches = jdbc;
    this.transcript = transcript;
  }

  /** All teachers, in the order they were chosen. */
  List<Teacher> all() {
    return db.sql("select * from teachers order by id").query(TeacherStore::row).list();
  }

  /** Replaces all teachers in one transaction. */
  @Transactional
  void replace(List<Teacher> teachers) {
    transcript.lock();
    db.sql("delete from teachers").update();
    batches.batchUpdate(
        INSERT,
        teachers.stream()
            .map(
                teacher ->
                    new Object[] {
                      teacher.ref().rowId(),
                      teacher.role().id(),
                      teacher.category() == null ? null : teacher.category().id(),
                      100 * teacher.score(),
                      teacher.provisional(),
                      teacher.reason(),
                      teacher.appointedAt().atOffset(ZoneOffset.UTC),
                      teacher.reappointed()
                    })
            .toList());
  }

  /** Grows with every change of teachers, exam standings or scores, also by another replica. */
  long version() {
    return db.sql("select version from school_version").query(Long.class).single();
  }

  /** The last exams and the scores of all models, one row per model and category. */
  List<Map<String, Object>> examStandings() {
    return db.sql(
            """
            select t.model_id, t.exam_level, t.passed, t.score_pct as overall, t.weight as answers,
              t.low_pct as overall_low, t.high_pct as overall_high,
              s.category, s.score_pct, s.weight, s.low_pct, s.high_pct
            from exam_standings t left join model_category_scores s on s.model_id = t.model_id
            """)
        .query()
        .listOfRows();
  }

  private static Teacher row(ResultSet row, int index) throws SQLException {
    String category = row.getString("category");
    return new Teacher(
        ModelRef.ofRow(row.getString("model_id")),
        Teacher.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
        category == null ? null : Category.valueOf(category.toUpperCase(Locale.ROOT)),
        row.getDouble("score") / 100,
        row.getBoolean("provisional"),
        row.getString("reason"),
        row.getTimestamp("appointed_at").toInstant(),
        row.getInt("reappointed_count"));
  }
}
