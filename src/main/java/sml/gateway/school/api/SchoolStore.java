package sml.gateway.school.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Category;

/**
 * What pages show of models beside what is in memory: their last exam, when they were seen, and how
 * many answers their scores rest on.
 */
@Component
class SchoolStore {
  private static final String MODELS =
      """
      select m.id, m.last_seen, a.total_questions, a.passed_questions, a.skipped_questions,
        a.total_latency_ms, n.next_exam_at, n.status as exam_status,
        greatest(f.last_fail_at, f.last_success_at) as last_check,
        f.last_fail_at > coalesce(f.last_success_at, '-infinity') as last_failed
      from models m
      left join exam_standings s on s.model_id = m.id
      left join exam_attempts a on a.id = s.attempt_id
      left join lateral (select next_exam_at, status from exam_attempts x
        where x.model_id = m.id order by started_at desc, id desc limit 1) n on true
      left join model_fail_streak f on f.model_id = m.id
      """;

  private static final String COUNTS =
      "select model_id, passed_count, total_count from model_category_scores where category = ?";

  private final JdbcTemplate jdbc;

  /** Answers of a model in a category, unweighted. */
  record Counts(int passed, int total) {}

  SchoolStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** One row for each known model, by its id. */
  Map<String, Map<String, Object>> models() {
    List<Map<String, Object>> rows = jdbc.queryForList(MODELS);
    Map<String, Map<String, Object>> byId = HashMap.newHashMap(rows.size());
    rows.forEach(row -> byId.put(String.valueOf(row.get("id")), row));
    return byId;
  }

  /** The answers that the scores of a category rest on, by the model's id. */
  Map<String, Counts> counts(Category category) {
    Map<String, Counts> byId = new HashMap<>();
    jdbc.query(
        COUNTS,
        row -> {
          byId.put(
              row.getString("model_id"),
              new Counts(row.getInt("passed_count"), row.getInt("total_count")));
        },
        category.id());
    return byId;
  }
}
