package sml.gateway.jobs;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tables {@code worker_logs}, {@code work_progress}, {@code worker_state} and {@code events};
 * every method fails with a {@code DataAccessException}.
 */
@Component("workerStore")
class WorkerStore {
  private static final int TIMEOUT_SECONDS = 5;
  private static final int SHORT_TIMEOUT_SECONDS = 2;

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

  /** An entry of {@code worker_logs}; {@code level} is a word of its check constraint. */
  record WorkerLogEntry(String step, String message, String level, Instant createdAt) {}

  /** A row of {@code worker_state}. */
  record WorkerFact(String key, String value, Instant at) {}

  /**
   * A row of {@code events}; members are fields of {@code GET /api/events}.
   *
   * @param id its row number, null while it is not in the table yet
   */
  record EventRow(
      @Nullable Long id,
      String type,
      String title,
      String detail,
      @Nullable String provider,
      @Nullable String modelId,
      String severity,
      Instant createdAt) {}

  private final JdbcTemplate batches;
  private final JdbcClient writing;
  private final JdbcClient reading;

  WorkerStore(DataSource source) {
    this.batches = patient(source, TIMEOUT_SECONDS);
    this.writing = JdbcClient.create(batches);
    this.reading = JdbcClient.create(patient(source, SHORT_TIMEOUT_SECONDS));
  }

  private static JdbcTemplate patient(DataSource source, int seconds) {
    var template = new JdbcTemplate(source);
    template.setQueryTimeout(seconds);
    return template;
  }

  void writeEntries(List<WorkerLogEntry> entries) {
    batches.batchUpdate(
        "insert into worker_logs (step, message, level, created_at) values (?, ?, ?, ?)",
        entries.stream()
            .map(
                workerLogEntry ->
                    new Object[] {
                      workerLogEntry.step(),
                      workerLogEntry.message(),
                      workerLogEntry.level(),
                      at(workerLogEntry.createdAt())
                    })
            .toList());
  }

  void writeProgress(List<WorkProgress> steps) {
    batches.batchUpdate(
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

  void writeFacts(List<WorkerFact> facts) {
    batches.batchUpdate(
        FACT,
        facts.stream()
            .map(
                workerFact ->
                    new Object[] {workerFact.key(), workerFact.value(), at(workerFact.at())})
            .toList());
  }

  /** Writes an event in the transaction that is under way, or by itself. */
  void writeEvent(EventRow eventRow) {
    writing
        .sql(EVENT)
        .params(
            eventRow.type(),
            eventRow.title(),
            eventRow.detail(),
            eventRow.provider(),
            eventRow.modelId(),
            eventRow.severity(),
            at(eventRow.createdAt()))
        .update();
  }

  Optional<WorkerFact> fact(String key) {
    return reading
        .sql(
            """
            select key, value, updated_at as at from worker_state
            where key = :key and value is not null
            """)
        .param("key", key)
        .query(WorkerFact.class)
        .optional();
  }

  /** The newest events after this time. */
  List<EventRow> events(Instant since, int most) {
    return reading
        .sql(
            """
            select * from events where created_at > :since
            order by created_at desc, id desc limit :most
            """)
        .param("since", at(since))
        .param("most", most)
        .query(EventRow.class)
        .list();
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  /**
   * How far a step is.
   *
   * @param startedDone what was done already when this gateway began with it
   * @param startedAt when that was
   */
  record WorkProgress(
      String step, int done, int total, int startedDone, Instant startedAt, Instant updatedAt) {

    /** The next state of the step; it begins anew after its end or when it is put back. */
    static WorkProgress next(
        @Nullable WorkProgress last, String step, int done, int total, Instant now) {
      if (last == null || last.done >= last.total || last.done > done) {
        return new WorkProgress(step, done, total, done, now, now);
      }
      return new WorkProgress(step, done, total, last.startedDone, last.startedAt, now);
    }
  }
}
