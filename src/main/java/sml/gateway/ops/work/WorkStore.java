package sml.gateway.ops.work;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The tables {@code worker_logs}, {@code work_progress}, {@code worker_state} and {@code events};
 * every method fails with a {@code DataAccessException}.
 */
@Component("workStore")
class WorkStore {
  private static final int PATIENCE_SECONDS = 5;
  private static final int SHORT_PATIENCE_SECONDS = 2;

  private static final String PROGRESS =
      """
      insert into work_progress (step, done, total, started_done, started_at, updated_at)
      values (?, ?, ?, ?, ?, ?)
      on conflict (step) do update set
        done = excluded.done, total = excluded.total, started_done = excluded.started_done,
        started_at = excluded.started_at, updated_at = excluded.updated_at
      where work_progress.updated_at <= excluded.updated_at
      """;

  private static final String FACT =
      """
      insert into worker_state (key, value, updated_at) values (?, ?, ?)
      on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at
      where worker_state.updated_at <= excluded.updated_at
      """;

  private static final String EVENT =
      """
      insert into events (type, title, detail, provider, model_id, severity, created_at)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  private final JdbcTemplate writing;
  private final JdbcTemplate reading;

  WorkStore(DataSource source) {
    this.writing = patient(source, PATIENCE_SECONDS);
    this.reading = patient(source, SHORT_PATIENCE_SECONDS);
  }

  private static JdbcTemplate patient(DataSource source, int seconds) {
    var template = new JdbcTemplate(source);
    template.setQueryTimeout(seconds);
    return template;
  }

  void writeLines(List<Line> lines) {
    writing.batchUpdate(
        "insert into worker_logs (step, message, level, created_at) values (?, ?, ?, ?)",
        lines.stream()
            .map(
                line ->
                    new Object[] {line.step(), line.message(), line.level(), at(line.createdAt())})
            .toList());
  }

  void writeProgress(List<Progress> steps) {
    writing.batchUpdate(
        PROGRESS,
        steps.stream()
            .map(
                step ->
                    new Object[] {
                      step.step(),
                      step.done(),
                      step.total(),
                      step.startedDone(),
                      at(step.startedAt()),
                      at(step.updatedAt())
                    })
            .toList());
  }

  void writeFacts(List<Fact> facts) {
    writing.batchUpdate(
        FACT,
        facts.stream()
            .map(fact -> new Object[] {fact.key(), fact.value(), at(fact.at())})
            .toList());
  }

  /** Writes an event in the transaction that is under way, or by itself. */
  void writeEvent(Event event) {
    writing.update(
        EVENT,
        event.type(),
        event.title(),
        event.detail(),
        event.provider(),
        event.modelId(),
        event.severity(),
        at(event.createdAt()));
  }

  Optional<Fact> fact(String key) {
    return reading
        .query(
            "select key, value, updated_at from worker_state where key = ? and value is not null",
            (row, n) ->
                new Fact(row.getString("key"), row.getString("value"), at(row, "updated_at")),
            key)
        .stream()
        .findFirst();
  }

  /** The newest events after this time. */
  List<Event> events(Instant since, int most) {
    return reading.query(
        "select * from events where created_at > ? order by created_at desc, id desc limit ?",
        (row, n) ->
            new Event(
                row.getLong("id"),
                row.getString("type"),
                row.getString("title"),
                row.getString("detail"),
                row.getString("provider"),
                row.getString("model_id"),
                row.getString("severity"),
                at(row, "created_at")),
        at(since),
        most);
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static Instant at(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
