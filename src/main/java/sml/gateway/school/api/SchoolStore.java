package sml.gateway.school.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What pages show of models beside what is in memory: their last exam, and when they were seen. */
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

  private final JdbcTemplate jdbc;

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
}
