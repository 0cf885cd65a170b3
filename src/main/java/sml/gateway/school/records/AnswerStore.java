package sml.gateway.school.records;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import sml.gateway.chat.Category;
import sml.gateway.school.records.AnswerRow.State;

/** Table {@code exam_answers}. */
@Component
public class AnswerStore {
  // a decided question is not changed by later results
  private static final String SAVE =
      """
      insert into exam_answers (attempt_id, question_id, exam_level, category, question, expected,
        answer, state, passed, check_method, fail_reason, latency_ms, tries, empties, next_try_at,
        answered_at)
      select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
      from exam_attempts where id = ? and status = 'running' for key share
      on conflict (attempt_id, question_id) do update set
        answer = excluded.answer, state = excluded.state, passed = excluded.passed,
        check_method = excluded.check_method, fail_reason = excluded.fail_reason,
        latency_ms = excluded.latency_ms, tries = excluded.tries, empties = excluded.empties,
        next_try_at = excluded.next_try_at, answered_at = excluded.answered_at
      where exam_answers.state in ('open', 'unmarked')
      """;

  private static final int LONGEST_QUESTION = 500;
  private static final int LONGEST_ANSWER = 2_000;
  private static final int LONGEST_REASON = 500;

  private final JdbcClient db;
  private final JdbcTemplate batches;

  public AnswerStore(JdbcTemplate jdbc) {
    this.db = JdbcClient.create(jdbc);
    this.batches = jdbc;
  }

  /** Saves rows together; returns for each whether its attempt still runs. */
  @Transactional
  public boolean[] save(List<AnswerRow> rows) {
    int[][] counts = batches.batchUpdate(SAVE, rows, rows.size(), AnswerStore::bind);
    boolean[] runs = new boolean[rows.size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = counts[0][i] != 0;
    }
    return runs;
  }

  /** How many questions models have answered since then, by provider, tie breaks included. */
  public Map<String, Integer> given(Instant since) {
    var given = new HashMap<String, Integer>();
    db.sql(
            """
            select split_part(model_id, ':', 1) as provider, count(*) as answers from (
              select a.model_id from exam_answers w join exam_attempts a on a.id = w.attempt_id
                where w.answered_at >= :since
              union all select model_id from runoff_answers where answered_at >= :since) as asked
            group by 1
            """)
        .param("since", AttemptStore.at(since))
        .query(
            row -> {
              given.put(row.getString("provider"), row.getInt("answers"));
            });
    return given;
  }

  /** The answers of these attempts. */
  public List<AnswerRow> of(Collection<Long> attempts) {
    return attempts.isEmpty()
        ? List.of()
        : db.sql("select * from exam_answers where attempt_id = any(:attempts)")
            .param("attempts", attempts.toArray(Long[]::new))
            .query(AnswerStore::row)
            .list();
  }

  private static void bind(PreparedStatement statement, AnswerRow row) throws SQLException {
    AskedQuestion askedQuestion = row.asked();
    statement.setLong(1, askedQuestion.attemptId());
    statement.setString(2, askedQuestion.questionId());
    statement.setString(3, askedQuestion.level());
    statement.setString(4, askedQuestion.category().id());
    statement.setString(5, storable(askedQuestion.question(), LONGEST_QUESTION));
    statement.setString(6, storable(askedQuestion.expected(), LONGEST_QUESTION));
    statement.setString(7, row.answer() == null ? null : storable(row.answer(), LONGEST_ANSWER));
    statement.setString(8, row.state().name().toLowerCase(Locale.ROOT));
    statement.setObject(9, row.passed(), Types.BOOLEAN);
    statement.setString(10, row.method());
    statement.setString(11, row.reason() == null ? null : storable(row.reason(), LONGEST_REASON));
    statement.setInt(12, (int) Math.min(row.latencyMs(), Integer.MAX_VALUE));
    statement.setInt(13, row.tries());
    statement.setInt(14, row.empties());
    statement.setObject(15, AttemptStore.at(row.nextTryAt()), Types.TIMESTAMP_WITH_TIMEZONE);
    statement.setObject(16, AttemptStore.at(row.answeredAt()), Types.TIMESTAMP_WITH_TIMEZONE);
    statement.setLong(17, askedQuestion.attemptId());
  }

  private static AnswerRow row(ResultSet row, int index) throws SQLException {
    var askedQuestion =
        new AskedQuestion(
            row.getLong("attempt_id"),
            row.getString("question_id"),
            row.getString("exam_level"),
            Category.valueOf(row.getString("category").toUpperCase(Locale.ROOT)),
            row.getString("question"),
            row.getString("expected"));
    return new AnswerRow(
        askedQuestion,
        row.getString("answer"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getObject("passed", Boolean.class),
        row.getString("check_method"),
        row.getString("fail_reason"),
        row.getInt("latency_ms"),
        row.getInt("tries"),
        row.getInt("empties"),
        AttemptStore.instant(row, "next_try_at"),
        AttemptStore.instant(row, "answered_at"));
  }

  /** An answer as the tables keep it. */
  static String storable(String answer) {
    return storable(answer, LONGEST_ANSWER);
  }

  /** Cut to what a table holds, never within a character; PostgreSQL takes no zero bytes. */
  public static String storable(String text, int longest) {
    String clean = text.replace("\0", "");
    if (clean.length() <= longest) {
      return clean;
    }
    int end = Character.isHighSurrogate(clean.charAt(longest - 1)) ? longest - 1 : longest;
    return clean.substring(0, end);
  }
}
